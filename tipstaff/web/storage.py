"""Static files under names that carry their hash, so browsers keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise has no types
    # Source maps are not shipped: leave their comments alone instead of failing on a missing file.
    patterns = tuple(
        (glob, tuple(p for p in found if "sourceMappingURL" not in (p if isinstance(p, str) else p[0])))
        for glob, found in CompressedManifestStaticFilesStorage.patterns
    )
