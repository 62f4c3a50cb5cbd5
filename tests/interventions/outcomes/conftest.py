from tests.vrn_cases.conftest import at_once

__all__ = ["at_once"]
