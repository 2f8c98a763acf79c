//! The root elements of S3's answers, where they are not called as the model calls the output. Most clients take any;
//! AWS's typed ones do not. As in the deserializers of `aws-sdk-s3` 1.157.

use crate::api::{Operation, Service};

/// Operation, root element.
const ROOTS: &[(&str, &str)] = &[
    ("CompleteMultipartUpload", "CompleteMultipartUploadResult"),
    ("CreateMultipartUpload", "InitiateMultipartUploadResult"),
    ("DeleteObjects", "DeleteResult"),
    ("GetBucketAccelerateConfiguration", "AccelerateConfiguration"),
    ("GetBucketAcl", "AccessControlPolicy"),
    ("GetBucketCors", "CORSConfiguration"),
    ("GetBucketLifecycleConfiguration", "LifecycleConfiguration"),
    ("GetBucketLogging", "BucketLoggingStatus"),
    ("GetBucketNotificationConfiguration", "NotificationConfiguration"),
    ("GetBucketRequestPayment", "RequestPaymentConfiguration"),
    ("GetBucketTagging", "Tagging"),
    ("GetBucketVersioning", "VersioningConfiguration"),
    ("GetBucketWebsite", "WebsiteConfiguration"),
    ("GetObjectAcl", "AccessControlPolicy"),
    ("GetObjectTagging", "Tagging"),
    (
        "ListBucketAnalyticsConfigurations",
        "ListBucketAnalyticsConfigurationResult",
    ),
    (
        "ListBucketInventoryConfigurations",
        "ListInventoryConfigurationsResult",
    ),
    (
        "ListBucketMetricsConfigurations",
        "ListMetricsConfigurationsResult",
    ),
    ("ListBuckets", "ListAllMyBucketsResult"),
    ("ListMultipartUploads", "ListMultipartUploadsResult"),
    ("ListObjectVersions", "ListVersionsResult"),
    ("ListObjects", "ListBucketResult"),
    ("ListObjectsV2", "ListBucketResult"),
    ("ListParts", "ListPartsResult"),
];

/// The root element of an answer; none where the output's own name serves.
pub(super) fn root(service: &Service, operation: &Operation) -> Option<&'static str> {
    let (_, root) = ROOTS
        .iter()
        .find(|(name, _)| *name == operation.name)
        .filter(|_| service.name == "s3")?;
    Some(root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Catalogue;

    #[test]
    fn every_operation_of_the_table_is_one_of_s3() {
        let s3 = Catalogue::embedded().service("s3").unwrap();
        for (name, element) in ROOTS {
            let operation = s3.operation(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(root(s3, operation), Some(*element));
        }
    }
}
