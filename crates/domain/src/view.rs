//! What folding gives, put together over journals when asked: a station's day.
//!
//! Pure functions over folds; nothing here is stored. Parallel counts are never added.
