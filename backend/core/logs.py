"""Logs: one JSON object a line, with request_id and tenant_id, never a person's words or addresses (OBS-01, SEC-05)."""

import logging
import sys

import structlog


def configure(level: str = "INFO") -> None:
    """Send structlog and the libraries' own logs to stderr in one shape."""
    numeric = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(numeric),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(numeric, logging.WARNING))
    for server in ("uvicorn", "uvicorn.error"):
        # It has installed handlers of its own by now, which write lines that are no JSON.
        logging.getLogger(server).handlers.clear()
        logging.getLogger(server).propagate = True
    # Access lines are ours (request_scope.py); the server's would repeat them with addresses.
    logging.getLogger("uvicorn.access").disabled = True
