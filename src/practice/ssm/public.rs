//! The public parameters of AWS: which image is the newest of its kind.

use crate::practice::ec2::image;

/// All of a region, names with values.
pub(super) fn parameters(region: &str) -> Vec<(String, String)> {
    image::parameters(region)
}
