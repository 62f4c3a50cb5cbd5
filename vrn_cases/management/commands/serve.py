import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from vrn_cases.serving import (
    CannotServe,
    Group,
    answers,
    only_one,
    parts_of_the_service,
    refuse_used_port,
    stop_with_parent,
)


class Command(BaseCommand):
    help = "Runs web server, worker and scheduler together until it is told to stop (Ctrl-C)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default="127.0.0.1", help="where to listen (default: this machine only)")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--web-workers", type=int, default=2)
        parser.add_argument("--job-workers", type=int, default=2)
        parser.add_argument(
            "--with-parent", action="store_true", help="stop when the process that started this is gone"
        )

    def handle(self, *args: Any, address: str, port: int, web_workers: int, job_workers: int, **options: Any) -> None:
        if options["with_parent"]:
            stop_with_parent()
        parts = parts_of_the_service(
            address=address, port=port, data_dir=settings.DATA_DIR, web_workers=web_workers, job_workers=job_workers
        )
        group = Group(parts, env={**os.environ, **quieter()})
        try:
            with only_one(settings.DATA_DIR):
                refuse_used_port(address, port)
                with group.running():
                    if group.wait_until(lambda: answers(address, port, host_to_ask_for(port))):
                        self.say(f"Ready: http://{address_to_open(address)}:{port}")
                        self.say_who_can_sign_in(port)
                        group.wait_until(lambda: False)
                    self.say("Stopping. Once more stops at once.")
        except CannotServe as reason:
            raise CommandError(str(reason)) from None
        self.say("Stopped. Nothing is left running.")

    def say_who_can_sign_in(self, port: int) -> None:
        """The invented people of the demonstration, one a role."""
        if settings.DEMONSTRATION:
            self.say(f"To try a passkey, open http://localhost:{port} instead: browsers make none for a number.")
            try:
                call_command("load_sign_ins", stdout=self.stdout)
            except CommandError as reason:
                self.say(str(reason))
            self.stdout.flush()

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def address_to_open(address: str) -> str:
    """What to type into the browser of this machine: what listens everywhere answers there too."""
    return "127.0.0.1" if address in ("0.0.0.0", "::") else address  # noqa: S104 - compared, not listened at


def host_to_ask_for(port: int) -> str:
    """A name that the settings answer to."""
    host = next(iter(settings.ALLOWED_HOSTS), "*")
    return f"127.0.0.1:{port}" if host == "*" else host.lstrip(".")


def quieter() -> dict[str, str]:
    """On somebody's own machine the worker need not say that it runs as root; in production it must."""
    return {} if settings.PRODUCTION else {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
