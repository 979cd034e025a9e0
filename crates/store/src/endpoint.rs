//! The endpoint's store (placeholder while the device compiles).
/// Endpoint.
pub struct EndpointStore;
