"""SQL in, domain out: functions per aggregate."""
