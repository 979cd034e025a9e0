//! When a phone must keep the program alive: decided here, done by `evening.rs` and Kotlin.
//!
//! While a lead collects, the phone lies in a pocket with its screen dark, and Android stops what
//! nobody sees unless a service with a notification stands for it. This says when to begin and when
//! to end, from three things that happen. It refuses to begin while the program is not in front,
//! since Android forbids that and would end the process. Rejected: the same in Kotlin, which no
//! test here could run.

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Happened {
    /// The core began or ended to collect.
    Collecting(bool),
    /// The program came to the front.
    Front,
    /// The system did not let the service begin.
    Refused,
}

/// What the phone is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Keep the program alive.
    Begin,
    /// No longer.
    End,
}

/// What is wanted and what was ordered.
#[derive(Debug, Default)]
pub(crate) struct Keep {
    wanted: bool,
    ordered: bool,
}

impl Keep {
    /// Takes in what happened; the order that follows, if one does.
    pub(crate) fn next(&mut self, happened: Happened) -> Option<Order> {
        match happened {
            Happened::Collecting(on) => self.wanted = on,
            Happened::Front => {}
            // The next time in front is the next chance.
            Happened::Refused => {
                self.ordered = false;
                return None;
            }
        }
        if self.wanted == self.ordered {
            return None;
        }
        self.ordered = self.wanted;
        Some(if self.wanted { Order::Begin } else { Order::End })
    }
}

#[cfg(test)]
mod tests;
