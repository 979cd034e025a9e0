//! Columns, tested through the public API in `tests/`; here what only the inside sees.
