//! nitf
