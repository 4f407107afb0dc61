"""Two faults of Streamlit's run machinery with fragments that tick, mended where it runs a page.

A tick names the page that it was sent from. Streamlit keeps one that arrives while the next page is being drawn
(a sign-out noticed, `switch_page`), runs it afterwards and announces its page to the browser, which then takes the
new page away: a blank screen, for good. And a tick that meets the very end of a run starts a new runner, whereupon
Streamlit no longer listens to the old one: its last messages are lost, and with them the end of the page.
"""

from streamlit.runtime import app_session
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner


class SteadyRunner(ScriptRunner):
    """Runs pages as Streamlit does; no fragment costs a page that is shown."""

    def request_rerun(self, rerun_data: RerunData) -> bool:
        """A tick that comes too late for this runner is done with: the next one follows."""
        return super().request_rerun(rerun_data) or rerun_data.is_auto_rerun

    def _run_script(self, rerun_data: RerunData) -> None:
        """What a fragment of a page that is gone asks for is void, a second click on its button as well as a tick."""
        shown = self._pages_manager.current_page_script_hash
        if rerun_data.fragment_id_queue and shown and rerun_data.page_script_hash != shown:
            return
        super()._run_script(rerun_data)


def steady() -> None:
    """For every session that opens from now on."""
    app_session.ScriptRunner = SteadyRunner  # type: ignore[attr-defined]  # there is no other way in
