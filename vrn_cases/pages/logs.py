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
            "message": record.getMessage(),
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
