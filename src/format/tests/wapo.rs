//! wapo
