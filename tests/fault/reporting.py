"""An annual report by every way: a workbook, a roster, answers, and a correction afterwards."""

from common.testing.documents import pdf
from common.workbook.apart import XLSX
from deploy.demo import supervision
from deploy.demo.cast import Part, report_sections
from tests.fault.bodies import said
from tests.fault.chaos import PatientWorld


async def prepare(world: PatientWorld, of: Part, cluster: str, period: str) -> None:
    """The institution writes, hands in a roster, and takes its own workbook in again."""
    path, who = f"/annual-reports/{cluster}/{period}", of.institution
    await world.put(who, path, report_sections(of, period))
    row = said("roster_row")
    roster = f"{','.join(row)}\n{','.join(row.values())}\n".encode()
    await world.bring(who, path, "enterprises", roster, media_type="text/csv")
    workbook = (await world.answer_to(who, f"{path}/workbook.xlsx")).content
    await world.bring(who, path, "imports", workbook, media_type=XLSX)


async def explain(world: PatientWorld, of: Part, cluster: str, period: str) -> None:
    """The institution gives its reason for every figure that is asked about."""
    path, who = f"/annual-reports/{cluster}/{period}", of.institution
    asked = (await world.get(f"{path}/questions", who))["items"]
    answers = [{"question": each["id"], "reason": "演示：已核实。"} for each in asked]
    await world.act(who, path, "answers", {"answers": answers})


async def correct(world: PatientWorld, of: Part, cluster: str, period: str) -> None:
    """What was confirmed is corrected, sealed and signed again, reviewed and confirmed anew."""
    path, who = f"/annual-reports/{cluster}/{period}", of.institution
    sections = report_sections(of, period)
    better = sections["progress"] | {"experience": "演示：更正后的经验。"}
    await world.put(who, path, sections | {"progress": better})
    await world.seal(who, path, pdf(f"{cluster} {period} 年度", "", "本页为演示用签章页。"))
    words = said("corrected_report") | await supervision.signed(world, who, path)
    await world.act(who, path, "corrections", words)
    await supervision.review_report(world, of, cluster, period)
    await supervision.confirm_reports(world, [cluster], period)
