//! Calls of athena, written by tools/typed_calls.py from the models of botocore 1.44.5.

use super::{calls, structures};
use aws_sdk_athena::{Client, types::*};

calls! {
    CreateWorkGroup full: create_work_group.name("Name é <&> \"+/=\"")
        .configuration(work_group_configuration()).description("Description").tags(tag()).tags(tag());
    CreateWorkGroup required: create_work_group.name("Name é <&> \"+/=\"");
    GetWorkGroup full: get_work_group.work_group("WorkGroup é <&> \"+/=\"");
    ListWorkGroups full: list_work_groups.next_token("NextToken é <&> \"+/=\"").max_results(2);
    ListWorkGroups required: list_work_groups;
    UpdateWorkGroup full: update_work_group.work_group("WorkGroup é <&> \"+/=\"").description("Description")
        .configuration_updates(work_group_configuration_updates()).state("DISABLED".into());
    UpdateWorkGroup required: update_work_group.work_group("WorkGroup é <&> \"+/=\"");
    DeleteWorkGroup full: delete_work_group.work_group("WorkGroup é <&> \"+/=\"")
        .recursive_delete_option(false);
    DeleteWorkGroup required: delete_work_group.work_group("WorkGroup é <&> \"+/=\"");
    StartQueryExecution full: start_query_execution.query_string("QueryString é <&> \"+/=\"")
        .client_request_token("ClientRequestToken").query_execution_context(query_execution_context())
        .result_configuration(result_configuration()).work_group("WorkGroup")
        .execution_parameters("ExecutionParameters 1").execution_parameters("ExecutionParameters 2")
        .result_reuse_configuration(result_reuse_configuration())
        .engine_configuration(engine_configuration());
    StartQueryExecution required: start_query_execution.query_string("QueryString é <&> \"+/=\"");
    GetQueryExecution full: get_query_execution.query_execution_id("QueryExecutionId é <&> \"+/=\"");
    BatchGetQueryExecution full: batch_get_query_execution.query_execution_ids("QueryExecutionIds 1")
        .query_execution_ids("QueryExecutionIds 2");
    ListQueryExecutions full: list_query_executions.next_token("NextToken é <&> \"+/=\"").max_results(2)
        .work_group("WorkGroup");
    ListQueryExecutions required: list_query_executions;
    StopQueryExecution full: stop_query_execution.query_execution_id("QueryExecutionId é <&> \"+/=\"");
    GetQueryResults full: get_query_results.query_execution_id("QueryExecutionId é <&> \"+/=\"")
        .next_token("NextToken").max_results(3).query_result_type("DATA_ROWS".into());
    GetQueryResults required: get_query_results.query_execution_id("QueryExecutionId é <&> \"+/=\"");
    GetQueryRuntimeStatistics full: get_query_runtime_statistics
        .query_execution_id("QueryExecutionId é <&> \"+/=\"");
    CreateNamedQuery full: create_named_query.name("Name é <&> \"+/=\"").description("Description")
        .database("Database").query_string("QueryString é <&> \"+/=\"")
        .client_request_token("ClientRequestToken").work_group("WorkGroup");
    CreateNamedQuery required: create_named_query.name("Name é <&> \"+/=\"").database("Database")
        .query_string("QueryString é <&> \"+/=\"");
    GetNamedQuery full: get_named_query.named_query_id("NamedQueryId é <&> \"+/=\"");
    BatchGetNamedQuery full: batch_get_named_query.named_query_ids("NamedQueryIds 1")
        .named_query_ids("NamedQueryIds 2");
    ListNamedQueries full: list_named_queries.next_token("NextToken é <&> \"+/=\"").max_results(2)
        .work_group("WorkGroup");
    ListNamedQueries required: list_named_queries;
    UpdateNamedQuery full: update_named_query.named_query_id("NamedQueryId é <&> \"+/=\"").name("Name")
        .description("Description").query_string("QueryString é <&> \"+/=\"");
    UpdateNamedQuery required: update_named_query.named_query_id("NamedQueryId é <&> \"+/=\"").name("Name")
        .query_string("QueryString é <&> \"+/=\"");
    DeleteNamedQuery full: delete_named_query.named_query_id("NamedQueryId é <&> \"+/=\"");
    CreatePreparedStatement full: create_prepared_statement.statement_name("StatementName é <&> \"+/=\"")
        .work_group("WorkGroup").query_statement("QueryStatement").description("Description é <&> \"+/=\"");
    CreatePreparedStatement required: create_prepared_statement.statement_name("StatementName é <&> \"+/=\"")
        .work_group("WorkGroup").query_statement("QueryStatement");
    GetPreparedStatement full: get_prepared_statement.statement_name("StatementName é <&> \"+/=\"")
        .work_group("WorkGroup");
    ListPreparedStatements full: list_prepared_statements.work_group("WorkGroup é <&> \"+/=\"")
        .next_token("NextToken").max_results(3);
    ListPreparedStatements required: list_prepared_statements.work_group("WorkGroup é <&> \"+/=\"");
    DeletePreparedStatement full: delete_prepared_statement.statement_name("StatementName é <&> \"+/=\"")
        .work_group("WorkGroup");
    CreateDataCatalog full: create_data_catalog.name("Name é <&> \"+/=\"").r#type("GLUE".into())
        .description("Description").parameters("key-1", "Parameters 1").parameters("key-2", "Parameters 2")
        .tags(tag()).tags(tag());
    CreateDataCatalog required: create_data_catalog.name("Name é <&> \"+/=\"").r#type("GLUE".into());
    GetDataCatalog full: get_data_catalog.name("Name é <&> \"+/=\"").work_group("WorkGroup");
    GetDataCatalog required: get_data_catalog.name("Name é <&> \"+/=\"");
    ListDataCatalogs full: list_data_catalogs.next_token("NextToken é <&> \"+/=\"").max_results(2)
        .work_group("WorkGroup");
    ListDataCatalogs required: list_data_catalogs;
    UpdateDataCatalog full: update_data_catalog.name("Name é <&> \"+/=\"").r#type("GLUE".into())
        .description("Description").parameters("key-1", "Parameters 1").parameters("key-2", "Parameters 2");
    UpdateDataCatalog required: update_data_catalog.name("Name é <&> \"+/=\"").r#type("GLUE".into());
    DeleteDataCatalog full: delete_data_catalog.name("Name é <&> \"+/=\"").delete_catalog_only(false);
    DeleteDataCatalog required: delete_data_catalog.name("Name é <&> \"+/=\"");
    GetDatabase full: get_database.catalog_name("CatalogName é <&> \"+/=\"").database_name("DatabaseName")
        .work_group("WorkGroup");
    GetDatabase required: get_database.catalog_name("CatalogName é <&> \"+/=\"")
        .database_name("DatabaseName");
    ListDatabases full: list_databases.catalog_name("CatalogName é <&> \"+/=\"").next_token("NextToken")
        .max_results(3).work_group("WorkGroup é <&> \"+/=\"");
    ListDatabases required: list_databases.catalog_name("CatalogName é <&> \"+/=\"");
    GetTableMetadata full: get_table_metadata.catalog_name("CatalogName é <&> \"+/=\"")
        .database_name("DatabaseName").table_name("TableName").work_group("WorkGroup é <&> \"+/=\"");
    GetTableMetadata required: get_table_metadata.catalog_name("CatalogName é <&> \"+/=\"")
        .database_name("DatabaseName").table_name("TableName");
    ListTableMetadata full: list_table_metadata.catalog_name("CatalogName é <&> \"+/=\"")
        .database_name("DatabaseName").expression("Expression").next_token("NextToken é <&> \"+/=\"")
        .max_results(5).work_group("WorkGroup");
    ListTableMetadata required: list_table_metadata.catalog_name("CatalogName é <&> \"+/=\"")
        .database_name("DatabaseName");
    TagResource full: tag_resource.resource_arn("ResourceARN é <&> \"+/=\"").tags(tag()).tags(tag());
    UntagResource full: untag_resource.resource_arn("ResourceARN é <&> \"+/=\"").tag_keys("TagKeys 1")
        .tag_keys("TagKeys 2");
    ListTagsForResource full: list_tags_for_resource.resource_arn("ResourceARN é <&> \"+/=\"")
        .next_token("NextToken").max_results(3);
    ListTagsForResource required: list_tags_for_resource.resource_arn("ResourceARN é <&> \"+/=\"");
}

structures! {
    acl_configuration -> AclConfiguration: .s3_acl_option("BUCKET_OWNER_FULL_CONTROL".into());
    classification -> Classification: .name("Name é <&> \"+/=\"").properties("key-1", "Properties 1")
        .properties("key-2", "Properties 2");
    cloud_watch_logging_configuration -> CloudWatchLoggingConfiguration: .enabled(true).log_group("LogGroup")
        .log_stream_name_prefix("LogStreamNamePrefix")
        .log_types("key-1", vec!["LogTypes 1 1".into(), "LogTypes 1 2".into()])
        .log_types("key-2", vec!["LogTypes 2 1".into(), "LogTypes 2 2".into()]);
    customer_content_encryption_configuration -> CustomerContentEncryptionConfiguration:
        .kms_key("KmsKey é <&> \"+/=\"");
    encryption_configuration -> EncryptionConfiguration: .encryption_option("SSE_S3".into())
        .kms_key("KmsKey");
    engine_configuration -> EngineConfiguration: .coordinator_dpu_size(1).max_concurrent_dpus(2)
        .default_executor_dpu_size(3).additional_configs("key-1", "AdditionalConfigs 1")
        .additional_configs("key-2", "AdditionalConfigs 2").spark_properties("key-1", "SparkProperties 1")
        .spark_properties("key-2", "SparkProperties 2").classifications(classification());
    engine_version -> EngineVersion: .selected_engine_version("SelectedEngineVersion é <&> \"+/=\"")
        .effective_engine_version("EffectiveEngineVersion");
    identity_center_configuration -> IdentityCenterConfiguration: .enable_identity_center(true)
        .identity_center_instance_arn("IdentityCenterInstanceArn");
    managed_logging_configuration -> ManagedLoggingConfiguration: .enabled(true).kms_key("KmsKey");
    managed_query_results_configuration -> ManagedQueryResultsConfiguration: .enabled(true)
        .encryption_configuration(managed_query_results_encryption_configuration());
    managed_query_results_configuration_updates -> ManagedQueryResultsConfigurationUpdates: .enabled(true)
        .encryption_configuration(managed_query_results_encryption_configuration())
        .remove_encryption_configuration(true);
    managed_query_results_encryption_configuration -> ManagedQueryResultsEncryptionConfiguration:
        .kms_key("KmsKey é <&> \"+/=\"");
    monitoring_configuration -> MonitoringConfiguration:
        .cloud_watch_logging_configuration(cloud_watch_logging_configuration())
        .managed_logging_configuration(managed_logging_configuration())
        .s3_logging_configuration(s3_logging_configuration());
    query_execution_context -> QueryExecutionContext: .database("Database é <&> \"+/=\"").catalog("Catalog");
    query_results_s3_access_grants_configuration -> QueryResultsS3AccessGrantsConfiguration:
        .enable_s3_access_grants(true).create_user_level_prefix(false)
        .authentication_type("DIRECTORY_IDENTITY".into());
    result_configuration -> ResultConfiguration: .output_location("OutputLocation é <&> \"+/=\"")
        .encryption_configuration(encryption_configuration()).expected_bucket_owner("ExpectedBucketOwner")
        .acl_configuration(acl_configuration());
    result_configuration_updates -> ResultConfigurationUpdates:
        .output_location("OutputLocation é <&> \"+/=\"").remove_output_location(false)
        .encryption_configuration(encryption_configuration()).remove_encryption_configuration(false)
        .expected_bucket_owner("ExpectedBucketOwner").remove_expected_bucket_owner(false)
        .acl_configuration(acl_configuration()).remove_acl_configuration(false);
    result_reuse_by_age_configuration -> ResultReuseByAgeConfiguration: .enabled(true).max_age_in_minutes(2);
    result_reuse_configuration -> ResultReuseConfiguration:
        .result_reuse_by_age_configuration(result_reuse_by_age_configuration());
    s3_logging_configuration -> S3LoggingConfiguration: .enabled(true).kms_key("KmsKey")
        .log_location("LogLocation");
    system_table_status -> SystemTableStatus: .table_name("QUERY_EXECUTIONS".into()).enabled(false);
    tag -> Tag: .key("Key é <&> \"+/=\"").value("Value");
    work_group_configuration -> WorkGroupConfiguration: .result_configuration(result_configuration())
        .managed_query_results_configuration(managed_query_results_configuration())
        .enforce_work_group_configuration(true).publish_cloud_watch_metrics_enabled(false)
        .bytes_scanned_cutoff_per_query(5).requester_pays_enabled(false).engine_version(engine_version())
        .additional_configuration("AdditionalConfiguration").execution_role("ExecutionRole")
        .monitoring_configuration(monitoring_configuration()).engine_configuration(engine_configuration())
        .customer_content_encryption_configuration(customer_content_encryption_configuration())
        .enable_minimum_encryption_configuration(true)
        .identity_center_configuration(identity_center_configuration())
        .query_results_s3_access_grants_configuration(query_results_s3_access_grants_configuration())
        .system_table_statuses(system_table_status()).system_table_statuses(system_table_status());
    work_group_configuration_updates -> WorkGroupConfigurationUpdates:
        .enforce_work_group_configuration(true).result_configuration_updates(result_configuration_updates())
        .managed_query_results_configuration_updates(managed_query_results_configuration_updates())
        .publish_cloud_watch_metrics_enabled(false).bytes_scanned_cutoff_per_query(5)
        .remove_bytes_scanned_cutoff_per_query(false).requester_pays_enabled(true)
        .engine_version(engine_version()).remove_customer_content_encryption_configuration(true)
        .additional_configuration("AdditionalConfiguration é <&> \"+/=\"").execution_role("ExecutionRole")
        .customer_content_encryption_configuration(customer_content_encryption_configuration())
        .enable_minimum_encryption_configuration(true)
        .query_results_s3_access_grants_configuration(query_results_s3_access_grants_configuration())
        .monitoring_configuration(monitoring_configuration()).engine_configuration(engine_configuration());
}
