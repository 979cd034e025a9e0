//! Choices in an order of chance, as the specification's `randomize()` has it.
//!
//! The sequence is Park and Miller's, the walk Fisher and Yates', so that one seed gives one
//! order in every program that follows ODK, and on the next start. Rejected: a generator of our
//! own, with which a mission could not repeat the order in which a list was read.

const MODULO: i64 = 2_147_483_647;
const FACTOR: i64 = 16_807;

/// The values in the seed's order.
pub(super) fn shuffled(values: Vec<u32>, seed: i64) -> Vec<u32> {
    let mut state = seed % MODULO;
    if state <= 0 {
        state += MODULO - 1;
    }
    let mut order = Vec::with_capacity(values.len());
    for (place, value) in values.into_iter().enumerate() {
        state = state * FACTOR % MODULO;
        let chance = (state - 1) as f64 / (MODULO - 1) as f64;
        let other = ((chance * (place + 1) as f64).floor() as usize).min(place);
        order.push(value);
        order.swap(place, other);
    }
    order
}
