//! newsml
