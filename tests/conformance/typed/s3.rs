//! Calls of s3, written by tools/typed_calls.py from the models of botocore 1.44.5.

use super::{calls, stream, structures, time};
use aws_sdk_s3::{Client, types::*};

calls! {
    CreateBucket full: create_bucket.acl("private".into()).bucket("bucket-1")
        .create_bucket_configuration(create_bucket_configuration()).grant_full_control("GrantFullControl")
        .grant_read("GrantRead").grant_read_acp("GrantReadACP").grant_write("GrantWrite")
        .grant_write_acp("GrantWriteACP").object_lock_enabled_for_bucket(true)
        .object_ownership("BucketOwnerPreferred".into()).bucket_namespace("account-regional".into());
    CreateBucket required: create_bucket.bucket("bucket-1");
    HeadBucket full: head_bucket.bucket("bucket-1").expected_bucket_owner("ExpectedBucketOwner");
    HeadBucket required: head_bucket.bucket("bucket-1");
    ListBuckets full: list_buckets.max_buckets(1).continuation_token("ContinuationToken").prefix("Prefix")
        .bucket_region("BucketRegion é <&> \"+/=\"");
    ListBuckets required: list_buckets;
    GetBucketLocation full: get_bucket_location.bucket("bucket-1")
        .expected_bucket_owner("ExpectedBucketOwner");
    GetBucketLocation required: get_bucket_location.bucket("bucket-1");
    DeleteBucket full: delete_bucket.bucket("bucket-1").expected_bucket_owner("ExpectedBucketOwner");
    DeleteBucket required: delete_bucket.bucket("bucket-1");
    PutBucketPolicy full: put_bucket_policy.bucket("bucket-1").content_md5("ContentMD5")
        .checksum_algorithm("SHA1".into()).confirm_remove_self_bucket_access(false).policy("Policy")
        .expected_bucket_owner("ExpectedBucketOwner");
    PutBucketPolicy required: put_bucket_policy.bucket("bucket-1").policy("Policy");
    GetBucketPolicy full: get_bucket_policy.bucket("bucket-1").expected_bucket_owner("ExpectedBucketOwner");
    GetBucketPolicy required: get_bucket_policy.bucket("bucket-1");
    GetBucketPolicyStatus full: get_bucket_policy_status.bucket("bucket-1")
        .expected_bucket_owner("ExpectedBucketOwner");
    GetBucketPolicyStatus required: get_bucket_policy_status.bucket("bucket-1");
    DeleteBucketPolicy full: delete_bucket_policy.bucket("bucket-1")
        .expected_bucket_owner("ExpectedBucketOwner");
    DeleteBucketPolicy required: delete_bucket_policy.bucket("bucket-1");
    PutPublicAccessBlock full: put_public_access_block.bucket("bucket-1").content_md5("ContentMD5")
        .checksum_algorithm("SHA1".into())
        .public_access_block_configuration(public_access_block_configuration())
        .expected_bucket_owner("ExpectedBucketOwner");
    PutPublicAccessBlock required: put_public_access_block.bucket("bucket-1")
        .public_access_block_configuration(public_access_block_configuration());
    GetPublicAccessBlock full: get_public_access_block.bucket("bucket-1")
        .expected_bucket_owner("ExpectedBucketOwner");
    GetPublicAccessBlock required: get_public_access_block.bucket("bucket-1");
    DeletePublicAccessBlock full: delete_public_access_block.bucket("bucket-1")
        .expected_bucket_owner("ExpectedBucketOwner");
    DeletePublicAccessBlock required: delete_public_access_block.bucket("bucket-1");
    PutBucketOwnershipControls full: put_bucket_ownership_controls.bucket("bucket-1")
        .content_md5("ContentMD5").expected_bucket_owner("ExpectedBucketOwner")
        .ownership_controls(ownership_controls()).checksum_algorithm("CRC64NVME".into());
    PutBucketOwnershipControls required: put_bucket_ownership_controls.bucket("bucket-1")
        .ownership_controls(ownership_controls());
    GetBucketOwnershipControls full: get_bucket_ownership_controls.bucket("bucket-1")
        .expected_bucket_owner("ExpectedBucketOwner");
    GetBucketOwnershipControls required: get_bucket_ownership_controls.bucket("bucket-1");
    PutBucketAcl full: put_bucket_acl.acl("private".into()).access_control_policy(access_control_policy())
        .bucket("bucket-1").content_md5("ContentMD5").checksum_algorithm("CRC64NVME".into())
        .grant_full_control("GrantFullControl").grant_read("GrantRead").grant_read_acp("GrantReadACP")
        .grant_write("GrantWrite").grant_write_acp("GrantWriteACP")
        .expected_bucket_owner("ExpectedBucketOwner");
    PutBucketAcl required: put_bucket_acl.bucket("bucket-1");
    GetBucketAcl full: get_bucket_acl.bucket("bucket-1").expected_bucket_owner("ExpectedBucketOwner");
    GetBucketAcl required: get_bucket_acl.bucket("bucket-1");
    PutBucketEncryption full: put_bucket_encryption.bucket("bucket-1").content_md5("ContentMD5")
        .checksum_algorithm("SHA1".into())
        .server_side_encryption_configuration(server_side_encryption_configuration())
        .expected_bucket_owner("ExpectedBucketOwner");
    PutBucketEncryption required: put_bucket_encryption.bucket("bucket-1")
        .server_side_encryption_configuration(server_side_encryption_configuration());
    GetBucketEncryption full: get_bucket_encryption.bucket("bucket-1")
        .expected_bucket_owner("ExpectedBucketOwner");
    GetBucketEncryption required: get_bucket_encryption.bucket("bucket-1");
    DeleteBucketEncryption full: delete_bucket_encryption.bucket("bucket-1")
        .expected_bucket_owner("ExpectedBucketOwner");
    DeleteBucketEncryption required: delete_bucket_encryption.bucket("bucket-1");
    PutBucketVersioning full: put_bucket_versioning.bucket("bucket-1").content_md5("ContentMD5")
        .checksum_algorithm("SHA1".into()).mfa("MFA").versioning_configuration(versioning_configuration())
        .expected_bucket_owner("ExpectedBucketOwner");
    PutBucketVersioning required: put_bucket_versioning.bucket("bucket-1")
        .versioning_configuration(versioning_configuration());
    GetBucketVersioning full: get_bucket_versioning.bucket("bucket-1")
        .expected_bucket_owner("ExpectedBucketOwner");
    GetBucketVersioning required: get_bucket_versioning.bucket("bucket-1");
    ListObjectVersions full: list_object_versions.bucket("bucket-1").delimiter("Delimiter")
        .encoding_type("url".into()).key_marker("KeyMarker é <&> \"+/=\"").max_keys(5).prefix("Prefix")
        .version_id_marker("VersionIdMarker é <&> \"+/=\"").expected_bucket_owner("ExpectedBucketOwner")
        .request_payer("requester".into()).optional_object_attributes("RestoreStatus".into())
        .optional_object_attributes("RestoreStatus".into());
    ListObjectVersions required: list_object_versions.bucket("bucket-1");
    PutBucketLifecycleConfiguration full: put_bucket_lifecycle_configuration.bucket("bucket-1")
        .checksum_algorithm("CRC32C".into()).lifecycle_configuration(bucket_lifecycle_configuration())
        .expected_bucket_owner("ExpectedBucketOwner")
        .transition_default_minimum_object_size("varies_by_storage_class".into());
    PutBucketLifecycleConfiguration required: put_bucket_lifecycle_configuration.bucket("bucket-1");
    GetBucketLifecycleConfiguration full: get_bucket_lifecycle_configuration.bucket("bucket-1")
        .expected_bucket_owner("ExpectedBucketOwner");
    GetBucketLifecycleConfiguration required: get_bucket_lifecycle_configuration.bucket("bucket-1");
    DeleteBucketLifecycle full: delete_bucket_lifecycle.bucket("bucket-1")
        .expected_bucket_owner("ExpectedBucketOwner");
    DeleteBucketLifecycle required: delete_bucket_lifecycle.bucket("bucket-1");
    PutBucketLogging full: put_bucket_logging.bucket("bucket-1")
        .bucket_logging_status(bucket_logging_status()).content_md5("ContentMD5")
        .checksum_algorithm("SHA256".into()).expected_bucket_owner("ExpectedBucketOwner");
    PutBucketLogging required: put_bucket_logging.bucket("bucket-1")
        .bucket_logging_status(bucket_logging_status());
    GetBucketLogging full: get_bucket_logging.bucket("bucket-1").expected_bucket_owner("ExpectedBucketOwner");
    GetBucketLogging required: get_bucket_logging.bucket("bucket-1");
    PutBucketTagging full: put_bucket_tagging.bucket("bucket-1").content_md5("ContentMD5")
        .checksum_algorithm("SHA1".into()).tagging(tagging()).expected_bucket_owner("ExpectedBucketOwner");
    PutBucketTagging required: put_bucket_tagging.bucket("bucket-1").tagging(tagging());
    GetBucketTagging full: get_bucket_tagging.bucket("bucket-1").expected_bucket_owner("ExpectedBucketOwner");
    GetBucketTagging required: get_bucket_tagging.bucket("bucket-1");
    DeleteBucketTagging full: delete_bucket_tagging.bucket("bucket-1")
        .expected_bucket_owner("ExpectedBucketOwner");
    DeleteBucketTagging required: delete_bucket_tagging.bucket("bucket-1");
    PutBucketNotificationConfiguration full: put_bucket_notification_configuration.bucket("bucket-1")
        .notification_configuration(notification_configuration())
        .expected_bucket_owner("ExpectedBucketOwner").skip_destination_validation(false);
    PutBucketNotificationConfiguration required: put_bucket_notification_configuration.bucket("bucket-1")
        .notification_configuration(notification_configuration());
    GetBucketNotificationConfiguration full: get_bucket_notification_configuration.bucket("bucket-1")
        .expected_bucket_owner("ExpectedBucketOwner");
    GetBucketNotificationConfiguration required: get_bucket_notification_configuration.bucket("bucket-1");
    PutObject full: put_object.acl("private".into()).body(stream(b"\x00\xffBody")).bucket("bucket-1")
        .cache_control("CacheControl").content_disposition("ContentDisposition")
        .content_encoding("ContentEncoding").content_language("ContentLanguage").content_length(8)
        .content_md5("ContentMD5").content_type("ContentType").checksum_algorithm("CRC32".into())
        .checksum_crc32("ChecksumCRC32").checksum_crc32_c("ChecksumCRC32C")
        .checksum_crc64_nvme("ChecksumCRC64NVME").checksum_sha1("ChecksumSHA1")
        .checksum_sha256("ChecksumSHA256").checksum_sha512("ChecksumSHA512").checksum_md5("ChecksumMD5")
        .checksum_xxhash64("ChecksumXXHASH64").checksum_xxhash3("ChecksumXXHASH3")
        .checksum_xxhash128("ChecksumXXHASH128").expires(time(21)).if_match("IfMatch")
        .if_none_match("IfNoneMatch").grant_full_control("GrantFullControl").grant_read("GrantRead")
        .grant_read_acp("GrantReadACP").grant_write_acp("GrantWriteACP").key("Key").write_offset_bytes(30)
        .metadata("key-1", "Metadata 1").metadata("key-2", "Metadata 2")
        .server_side_encryption("aws:fsx".into()).storage_class("STANDARD_IA".into())
        .website_redirect_location("WebsiteRedirectLocation").sse_customer_algorithm("SSECustomerAlgorithm")
        .sse_customer_key("SSECustomerKey").sse_customer_key_md5("SSECustomerKeyMD5")
        .ssekms_key_id("SSEKMSKeyId").ssekms_encryption_context("SSEKMSEncryptionContext")
        .bucket_key_enabled(false).request_payer("requester".into()).tagging("Tagging")
        .object_lock_mode("GOVERNANCE".into()).object_lock_retain_until_date(time(43))
        .object_lock_legal_hold_status("ON".into()).object_lock_event_hold("OFF".into())
        .object_lock_event_hold_duration_days(47).object_lock_event_hold_duration_years(48)
        .expected_bucket_owner("ExpectedBucketOwner");
    PutObject required: put_object.bucket("bucket-1").key("Key");
    GetObject full: get_object.bucket("bucket-1").if_match("IfMatch").if_modified_since(time(2))
        .if_none_match("IfNoneMatch").if_unmodified_since(time(4)).key("Key").range("Range")
        .response_cache_control("ResponseCacheControl")
        .response_content_disposition("ResponseContentDisposition")
        .response_content_encoding("ResponseContentEncoding é <&> \"+/=\"")
        .response_content_language("ResponseContentLanguage").response_content_type("ResponseContentType")
        .response_expires(time(12)).version_id("VersionId").sse_customer_algorithm("SSECustomerAlgorithm")
        .sse_customer_key("SSECustomerKey").sse_customer_key_md5("SSECustomerKeyMD5")
        .request_payer("requester".into()).part_number(19).expected_bucket_owner("ExpectedBucketOwner")
        .checksum_mode("ENABLED".into());
    GetObject required: get_object.bucket("bucket-1").key("Key");
    HeadObject full: head_object.bucket("bucket-1").if_match("IfMatch").if_modified_since(time(2))
        .if_none_match("IfNoneMatch").if_unmodified_since(time(4)).key("Key").range("Range")
        .response_cache_control("ResponseCacheControl")
        .response_content_disposition("ResponseContentDisposition")
        .response_content_encoding("ResponseContentEncoding é <&> \"+/=\"")
        .response_content_language("ResponseContentLanguage").response_content_type("ResponseContentType")
        .response_expires(time(12)).version_id("VersionId").sse_customer_algorithm("SSECustomerAlgorithm")
        .sse_customer_key("SSECustomerKey").sse_customer_key_md5("SSECustomerKeyMD5")
        .request_payer("requester".into()).part_number(19).expected_bucket_owner("ExpectedBucketOwner")
        .checksum_mode("ENABLED".into());
    HeadObject required: head_object.bucket("bucket-1").key("Key");
    CopyObject full: copy_object.acl("private".into()).bucket("bucket-1").cache_control("CacheControl")
        .checksum_algorithm("SHA256".into()).content_disposition("ContentDisposition")
        .content_encoding("ContentEncoding").content_language("ContentLanguage").content_type("ContentType")
        .copy_source("CopySource").copy_source_if_match("CopySourceIfMatch")
        .copy_source_if_modified_since(time(10)).copy_source_if_none_match("CopySourceIfNoneMatch")
        .copy_source_if_unmodified_since(time(12)).expires(time(13)).grant_full_control("GrantFullControl")
        .grant_read("GrantRead").grant_read_acp("GrantReadACP").grant_write_acp("GrantWriteACP")
        .if_match("IfMatch").if_none_match("IfNoneMatch").key("Key").metadata("key-1", "Metadata 1")
        .metadata("key-2", "Metadata 2").metadata_directive("COPY".into())
        .tagging_directive("REPLACE".into()).annotation_directive("COPY".into())
        .server_side_encryption("AES256".into()).storage_class("FSX_OPENZFS".into())
        .website_redirect_location("WebsiteRedirectLocation").sse_customer_algorithm("SSECustomerAlgorithm")
        .sse_customer_key("SSECustomerKey").sse_customer_key_md5("SSECustomerKeyMD5")
        .ssekms_key_id("SSEKMSKeyId").ssekms_encryption_context("SSEKMSEncryptionContext")
        .bucket_key_enabled(false).copy_source_sse_customer_algorithm("CopySourceSSECustomerAlgorithm")
        .copy_source_sse_customer_key("CopySourceSSECustomerKey")
        .copy_source_sse_customer_key_md5("CopySourceSSECustomerKeyMD5").request_payer("requester".into())
        .tagging("Tagging").object_lock_mode("COMPLIANCE".into()).object_lock_retain_until_date(time(40))
        .object_lock_legal_hold_status("OFF".into()).object_lock_event_hold("ON".into())
        .object_lock_event_hold_duration_days(44).object_lock_event_hold_duration_years(45)
        .expected_bucket_owner("ExpectedBucketOwner")
        .expected_source_bucket_owner("ExpectedSourceBucketOwner");
    CopyObject required: copy_object.bucket("bucket-1").copy_source("CopySource").key("Key");
    DeleteObject full: delete_object.bucket("bucket-1").key("Key").mfa("MFA")
        .version_id("VersionId é <&> \"+/=\"").request_payer("requester".into())
        .bypass_governance_retention(false).expected_bucket_owner("ExpectedBucketOwner").if_match("IfMatch")
        .if_match_last_modified_time(time(8)).if_match_size(10);
    DeleteObject required: delete_object.bucket("bucket-1").key("Key");
    DeleteObjects full: delete_objects.bucket("bucket-1").delete(delete()).mfa("MFA")
        .request_payer("requester".into()).bypass_governance_retention(true)
        .expected_bucket_owner("ExpectedBucketOwner").checksum_algorithm("MD5".into());
    DeleteObjects required: delete_objects.bucket("bucket-1").delete(delete());
    ListObjects full: list_objects.bucket("bucket-1").delimiter("Delimiter").encoding_type("url".into())
        .marker("Marker é <&> \"+/=\"").max_keys(5).prefix("Prefix").request_payer("requester".into())
        .expected_bucket_owner("ExpectedBucketOwner").optional_object_attributes("RestoreStatus".into())
        .optional_object_attributes("RestoreStatus".into());
    ListObjects required: list_objects.bucket("bucket-1");
    ListObjectsV2 full: list_objects_v2.bucket("bucket-1").delimiter("Delimiter").encoding_type("url".into())
        .max_keys(4).prefix("Prefix").continuation_token("ContinuationToken").fetch_owner(true)
        .start_after("StartAfter").request_payer("requester".into())
        .expected_bucket_owner("ExpectedBucketOwner").optional_object_attributes("RestoreStatus".into())
        .optional_object_attributes("RestoreStatus".into());
    ListObjectsV2 required: list_objects_v2.bucket("bucket-1");
    PutObjectTagging full: put_object_tagging.bucket("bucket-1").key("Key").version_id("VersionId")
        .content_md5("ContentMD5").checksum_algorithm("CRC64NVME".into()).tagging(tagging())
        .expected_bucket_owner("ExpectedBucketOwner").request_payer("requester".into());
    PutObjectTagging required: put_object_tagging.bucket("bucket-1").key("Key").tagging(tagging());
    GetObjectTagging full: get_object_tagging.bucket("bucket-1").key("Key").version_id("VersionId")
        .expected_bucket_owner("ExpectedBucketOwner").request_payer("requester".into());
    GetObjectTagging required: get_object_tagging.bucket("bucket-1").key("Key");
    GetObjectAttributes full: get_object_attributes.bucket("bucket-1").key("Key").version_id("VersionId")
        .max_parts(4).part_number_marker("5").sse_customer_algorithm("SSECustomerAlgorithm")
        .sse_customer_key("SSECustomerKey").sse_customer_key_md5("SSECustomerKeyMD5")
        .request_payer("requester".into()).expected_bucket_owner("ExpectedBucketOwner")
        .object_attributes("Checksum".into()).object_attributes("ObjectParts".into());
    GetObjectAttributes required: get_object_attributes.bucket("bucket-1").key("Key")
        .object_attributes("Checksum".into()).object_attributes("ObjectParts".into());
    CreateMultipartUpload full: create_multipart_upload.acl("private".into()).bucket("bucket-1")
        .cache_control("CacheControl").content_disposition("ContentDisposition")
        .content_encoding("ContentEncoding").content_language("ContentLanguage").content_type("ContentType")
        .expires(time(7)).grant_full_control("GrantFullControl").grant_read("GrantRead")
        .grant_read_acp("GrantReadACP").grant_write_acp("GrantWriteACP").key("Key é <&> \"+/=\"")
        .metadata("key-1", "Metadata 1").metadata("key-2", "Metadata 2")
        .server_side_encryption("aws:kms:dsse".into()).storage_class("STANDARD".into())
        .website_redirect_location("WebsiteRedirectLocation").sse_customer_algorithm("SSECustomerAlgorithm")
        .sse_customer_key("SSECustomerKey").sse_customer_key_md5("SSECustomerKeyMD5")
        .ssekms_key_id("SSEKMSKeyId").ssekms_encryption_context("SSEKMSEncryptionContext")
        .bucket_key_enabled(true).request_payer("requester".into()).tagging("Tagging")
        .object_lock_mode("COMPLIANCE".into()).object_lock_retain_until_date(time(26))
        .object_lock_legal_hold_status("OFF".into()).object_lock_event_hold("ON".into())
        .object_lock_event_hold_duration_days(30).object_lock_event_hold_duration_years(31)
        .expected_bucket_owner("ExpectedBucketOwner").checksum_algorithm("SHA1".into())
        .checksum_type("FULL_OBJECT".into());
    CreateMultipartUpload required: create_multipart_upload.bucket("bucket-1").key("Key é <&> \"+/=\"");
    UploadPart full: upload_part.body(stream(b"\x00\xffBody")).bucket("bucket-1").content_length(3)
        .content_md5("ContentMD5").checksum_algorithm("CRC64NVME".into()).checksum_crc32("ChecksumCRC32")
        .checksum_crc32_c("ChecksumCRC32C").checksum_crc64_nvme("ChecksumCRC64NVME")
        .checksum_sha1("ChecksumSHA1").checksum_sha256("ChecksumSHA256").checksum_sha512("ChecksumSHA512")
        .checksum_md5("ChecksumMD5").checksum_xxhash64("ChecksumXXHASH64")
        .checksum_xxhash3("ChecksumXXHASH3").checksum_xxhash128("ChecksumXXHASH128").key("Key é <&> \"+/=\"")
        .part_number(17).upload_id("UploadId").sse_customer_algorithm("SSECustomerAlgorithm")
        .sse_customer_key("SSECustomerKey").sse_customer_key_md5("SSECustomerKeyMD5")
        .request_payer("requester".into()).expected_bucket_owner("ExpectedBucketOwner");
    UploadPart required: upload_part.bucket("bucket-1").key("Key é <&> \"+/=\"").part_number(17)
        .upload_id("UploadId");
    CompleteMultipartUpload full: complete_multipart_upload.bucket("bucket-1").key("Key")
        .multipart_upload(completed_multipart_upload()).upload_id("UploadId é <&> \"+/=\"")
        .checksum_crc32("ChecksumCRC32").checksum_crc32_c("ChecksumCRC32C")
        .checksum_crc64_nvme("ChecksumCRC64NVME").checksum_sha1("ChecksumSHA1")
        .checksum_sha256("ChecksumSHA256").checksum_sha512("ChecksumSHA512").checksum_md5("ChecksumMD5")
        .checksum_xxhash64("ChecksumXXHASH64").checksum_xxhash3("ChecksumXXHASH3")
        .checksum_xxhash128("ChecksumXXHASH128").checksum_type("COMPOSITE".into()).mpu_object_size(16)
        .request_payer("requester".into()).expected_bucket_owner("ExpectedBucketOwner").if_match("IfMatch")
        .if_none_match("IfNoneMatch").sse_customer_algorithm("SSECustomerAlgorithm")
        .sse_customer_key("SSECustomerKey").sse_customer_key_md5("SSECustomerKeyMD5");
    CompleteMultipartUpload required: complete_multipart_upload.bucket("bucket-1").key("Key")
        .upload_id("UploadId é <&> \"+/=\"");
    AbortMultipartUpload full: abort_multipart_upload.bucket("bucket-1").key("Key").upload_id("UploadId")
        .request_payer("requester".into()).expected_bucket_owner("ExpectedBucketOwner")
        .if_match_initiated_time(time(5));
    AbortMultipartUpload required: abort_multipart_upload.bucket("bucket-1").key("Key").upload_id("UploadId");
    ListMultipartUploads full: list_multipart_uploads.bucket("bucket-1").delimiter("Delimiter")
        .encoding_type("url".into()).key_marker("KeyMarker é <&> \"+/=\"").max_uploads(5).prefix("Prefix")
        .upload_id_marker("UploadIdMarker é <&> \"+/=\"").expected_bucket_owner("ExpectedBucketOwner")
        .request_payer("requester".into());
    ListMultipartUploads required: list_multipart_uploads.bucket("bucket-1");
    ListParts full: list_parts.bucket("bucket-1").key("Key").max_parts(3).part_number_marker("4")
        .upload_id("UploadId").request_payer("requester".into()).expected_bucket_owner("ExpectedBucketOwner")
        .sse_customer_algorithm("SSECustomerAlgorithm").sse_customer_key("SSECustomerKey")
        .sse_customer_key_md5("SSECustomerKeyMD5");
    ListParts required: list_parts.bucket("bucket-1").key("Key").upload_id("UploadId");
}

structures! {
    abort_incomplete_multipart_upload -> AbortIncompleteMultipartUpload: .days_after_initiation(1);
    access_control_policy -> AccessControlPolicy: .grants(grant()).owner(owner());
    blocked_encryption_types -> BlockedEncryptionTypes: .encryption_type("SSE-C".into())
        .encryption_type("NONE".into());
    bucket_info -> BucketInfo: .data_redundancy("SingleAvailabilityZone".into()).r#type("Directory".into());
    bucket_lifecycle_configuration -> BucketLifecycleConfiguration: .rules(lifecycle_rule());
    bucket_logging_status -> BucketLoggingStatus: .logging_enabled(logging_enabled());
    completed_multipart_upload -> CompletedMultipartUpload: .parts(completed_part()).parts(completed_part());
    completed_part -> CompletedPart: .e_tag("ETag é <&> \"+/=\"").checksum_crc32("ChecksumCRC32")
        .checksum_crc32_c("ChecksumCRC32C").checksum_crc64_nvme("ChecksumCRC64NVME é <&> \"+/=\"")
        .checksum_sha1("ChecksumSHA1").checksum_sha256("ChecksumSHA256")
        .checksum_sha512("ChecksumSHA512 é <&> \"+/=\"").checksum_md5("ChecksumMD5")
        .checksum_xxhash64("ChecksumXXHASH64").checksum_xxhash3("ChecksumXXHASH3 é <&> \"+/=\"")
        .checksum_xxhash128("ChecksumXXHASH128").part_number(12);
    create_bucket_configuration -> CreateBucketConfiguration: .location_constraint("af-south-1".into())
        .location(location_info()).bucket(bucket_info()).tags(tag()).tags(tag());
    delete -> Delete: .objects(object_identifier()).objects(object_identifier()).quiet(false);
    event_bridge_configuration -> EventBridgeConfiguration: ;
    filter_rule -> FilterRule: .name("prefix".into()).value("Value");
    grant -> Grant: .grantee(grantee()).permission("WRITE".into());
    grantee -> Grantee: .display_name("DisplayName é <&> \"+/=\"").email_address("EmailAddress").id("ID")
        .r#type("CanonicalUser".into()).uri("URI");
    lambda_function_configuration -> LambdaFunctionConfiguration: .id("Id é <&> \"+/=\"")
        .lambda_function_arn("LambdaFunctionArn").events("s3:ObjectCreated:*".into())
        .events("s3:ObjectCreated:Put".into()).filter(notification_configuration_filter());
    lifecycle_expiration -> LifecycleExpiration: .date(time(0)).days(2).expired_object_delete_marker(true);
    lifecycle_rule -> LifecycleRule: .expiration(lifecycle_expiration()).id("ID").prefix("Prefix")
        .filter(lifecycle_rule_filter()).status("Enabled".into()).transitions(transition())
        .transitions(transition()).noncurrent_version_transitions(noncurrent_version_transition())
        .noncurrent_version_transitions(noncurrent_version_transition())
        .noncurrent_version_expiration(noncurrent_version_expiration())
        .abort_incomplete_multipart_upload(abort_incomplete_multipart_upload());
    lifecycle_rule_and_operator -> LifecycleRuleAndOperator: .prefix("Prefix é <&> \"+/=\"").tags(tag())
        .tags(tag()).object_size_greater_than(3).object_size_less_than(4);
    lifecycle_rule_filter -> LifecycleRuleFilter: .prefix("Prefix é <&> \"+/=\"").tag(tag())
        .object_size_greater_than(3).object_size_less_than(4).and(lifecycle_rule_and_operator());
    location_info -> LocationInfo: .r#type("AvailabilityZone".into()).name("Name");
    logging_enabled -> LoggingEnabled: .target_bucket("TargetBucket é <&> \"+/=\"")
        .target_grants(target_grant()).target_prefix("TargetPrefix")
        .target_object_key_format(target_object_key_format());
    noncurrent_version_expiration -> NoncurrentVersionExpiration: .noncurrent_days(1)
        .newer_noncurrent_versions(2);
    noncurrent_version_transition -> NoncurrentVersionTransition: .noncurrent_days(1)
        .storage_class("STANDARD_IA".into()).newer_noncurrent_versions(3);
    notification_configuration -> NotificationConfiguration: .topic_configurations(topic_configuration())
        .queue_configurations(queue_configuration())
        .lambda_function_configurations(lambda_function_configuration())
        .event_bridge_configuration(event_bridge_configuration());
    notification_configuration_filter -> NotificationConfigurationFilter: .key(s3_key_filter());
    object_identifier -> ObjectIdentifier: .key("Key é <&> \"+/=\"").version_id("VersionId").e_tag("ETag")
        .last_modified_time(time(3)).size(5);
    owner -> Owner: .display_name("DisplayName é <&> \"+/=\"").id("ID");
    ownership_controls -> OwnershipControls: .rules(ownership_controls_rule())
        .rules(ownership_controls_rule());
    ownership_controls_rule -> OwnershipControlsRule: .object_ownership("BucketOwnerPreferred".into());
    partitioned_prefix -> PartitionedPrefix: .partition_date_source("EventTime".into());
    public_access_block_configuration -> PublicAccessBlockConfiguration: .block_public_acls(true)
        .ignore_public_acls(false).block_public_policy(true).restrict_public_buckets(false);
    queue_configuration -> QueueConfiguration: .id("Id é <&> \"+/=\"").queue_arn("QueueArn")
        .events("s3:ObjectCreated:*".into()).events("s3:ObjectCreated:Put".into())
        .filter(notification_configuration_filter());
    s3_key_filter -> S3KeyFilter: .filter_rules(filter_rule()).filter_rules(filter_rule());
    server_side_encryption_by_default -> ServerSideEncryptionByDefault: .sse_algorithm("AES256".into())
        .kms_master_key_id("KMSMasterKeyID");
    server_side_encryption_configuration -> ServerSideEncryptionConfiguration:
        .rules(server_side_encryption_rule());
    server_side_encryption_rule -> ServerSideEncryptionRule:
        .apply_server_side_encryption_by_default(server_side_encryption_by_default())
        .bucket_key_enabled(false).blocked_encryption_types(blocked_encryption_types());
    simple_prefix -> SimplePrefix: ;
    tag -> Tag: .key("Key é <&> \"+/=\"").value("Value");
    tagging -> Tagging: .tag_set(tag()).tag_set(tag());
    target_grant -> TargetGrant: .grantee(grantee()).permission("READ".into());
    target_object_key_format -> TargetObjectKeyFormat: .simple_prefix(simple_prefix())
        .partitioned_prefix(partitioned_prefix());
    topic_configuration -> TopicConfiguration: .id("Id é <&> \"+/=\"").topic_arn("TopicArn")
        .events("s3:ObjectCreated:*".into()).events("s3:ObjectCreated:Put".into())
        .filter(notification_configuration_filter());
    transition -> Transition: .date(time(0)).days(2).storage_class("ONEZONE_IA".into());
    versioning_configuration -> VersioningConfiguration: .mfa_delete("Enabled".into())
        .status("Suspended".into());
}
