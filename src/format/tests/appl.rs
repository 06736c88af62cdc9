//! appl
