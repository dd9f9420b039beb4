"""`tipstaff worker`: runs jobs until it is told to stop. Any number of workers may run beside one another."""

import logging
import os
import signal
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command()
def worker(
    queue: Annotated[
        list[str] | None, typer.Option(help="Only jobs of this queue; may be given several times.")
    ] = None,
    grace: Annotated[float, typer.Option(help="Seconds that a running job may go on after a stop.", min=0)] = 10.0,
    verbose: Annotated[bool, typer.Option(help="Say when each job begins and ends.")] = False,
) -> None:
    """Run jobs from the table of jobs: imports, exports, the nightly evaluation.

    SIGTERM or Ctrl-C: takes no more jobs; the running one may end within the grace, else it goes back to the queue.
    """
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipstaff.config.settings")
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="%(asctime)s worker %(levelname)s %(message)s"
    )
    django.setup()

    from tipstaff.jobs.worker import Worker

    ours = Worker(queues=tuple(queue or ()), grace_seconds=grace)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ours.stop())
    ours.work()


if __name__ == "__main__":
    app()
