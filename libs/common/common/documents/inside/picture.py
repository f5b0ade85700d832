"""Pictures: opened by Pillow, their size looked at before anything is unpacked."""

from pathlib import Path
from typing import Final

from PIL import Image, JpegImagePlugin, PngImagePlugin

from common.documents.inside.limits import Limits, Unfit

_FORMATS: Final = {
    "image/jpeg": JpegImagePlugin.JpegImageFile.format,
    "image/png": PngImagePlugin.PngImageFile.format,
}


def look(file: Path, media_type: str, limits: Limits) -> None:
    """Refuse a picture that is none, or too large to be shown."""
    Image.MAX_IMAGE_PIXELS = None  # the limit here is ours
    try:
        with Image.open(file, formats=[_FORMATS[media_type]]) as picture:
            if picture.width * picture.height > limits.pixels:
                raise Unfit("expands_too_far")
            picture.verify()
    except (OSError, SyntaxError, ValueError) as error:
        raise Unfit("damaged") from error
