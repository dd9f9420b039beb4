"""What can be wrong with a lawbook: each error names the file, the key and a reason that an officer can act on."""


class LawbookError(ValueError):
    """A value of the lawbook cannot be used. `code` is stable, for machines."""

    def __init__(self, code: str, where: str, key: str, reason: str) -> None:
        super().__init__(f"{where}: {key}: {reason}")
        self.code = code
        self.where = where
        self.key = key
        self.reason = reason


class PolicyError(LawbookError):
    """A parameter is unknown, badly set, or looser than the federal law (`policy_laxer_than_federal`)."""


class UnknownJurisdiction(LookupError):
    """No such registration jurisdiction in the lawbook (34 USC 20911(10))."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Jurisdiction {code!r} is not in the lawbook. Registration jurisdictions are the states, the District of "
            f"Columbia, the territories and electing tribes; add lawbook/jurisdictions/{code}.toml for a further tribe."
        )
        self.code = code
