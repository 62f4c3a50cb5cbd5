"""Log lines as JSON, without personal data: the message, where, the request's id, and the fault's type and place."""

import json
import logging
import traceback

from vrn_cases.audit.middleware import current_request_id


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if request_id := current_request_id():
            line["request"] = request_id
        if record.exc_info and record.exc_info[0]:
            # the exception's own words may hold what somebody typed; its type and place do not
            line["fault"] = record.exc_info[0].__name__
            line["where"] = "; ".join(
                f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])[-6:]
            )
        return json.dumps(line, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    """The message; of a request that was turned away its status and which address of ours it was, not what was typed.

    Django's own words end with the path, in which somebody may have typed a name.
    """
    status = getattr(record, "status_code", None)
    if status is None or not record.name.startswith("django."):
        return record.getMessage()
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return f"answered {status} at {match.view_name if match else 'no address of ours'}"
