//! Calls of ssm, written by tools/typed_calls.py from the models of botocore 1.44.5.

use super::{calls, structures};
use aws_sdk_ssm::{Client, types::*};

calls! {
    PutParameter full: put_parameter.name("Name é <&> \"+/=\"").description("Description").value("Value")
        .r#type("String".into()).key_id("KeyId").overwrite(false)
        .allowed_pattern("AllowedPattern é <&> \"+/=\"").tags(tag()).tags(tag())
        .tier("Intelligent-Tiering".into()).policies("Policies é <&> \"+/=\"").data_type("DataType");
    PutParameter required: put_parameter.name("Name é <&> \"+/=\"").value("Value");
    GetParameter full: get_parameter.name("Name é <&> \"+/=\"").with_decryption(false);
    GetParameter required: get_parameter.name("Name é <&> \"+/=\"");
    GetParameters full: get_parameters.names("Names 1").names("Names 2").with_decryption(false);
    GetParameters required: get_parameters.names("Names 1").names("Names 2");
    GetParametersByPath full: get_parameters_by_path.path("Path é <&> \"+/=\"").recursive(false)
        .parameter_filters(parameter_string_filter()).with_decryption(false).max_results(5)
        .next_token("NextToken");
    GetParametersByPath required: get_parameters_by_path.path("Path é <&> \"+/=\"");
    GetParameterHistory full: get_parameter_history.name("Name é <&> \"+/=\"").with_decryption(false)
        .max_results(3).next_token("NextToken é <&> \"+/=\"");
    GetParameterHistory required: get_parameter_history.name("Name é <&> \"+/=\"");
    DescribeParameters full: describe_parameters.filters(parameters_filter())
        .parameter_filters(parameter_string_filter()).max_results(3).next_token("NextToken é <&> \"+/=\"")
        .shared(true);
    DescribeParameters required: describe_parameters;
    DeleteParameter full: delete_parameter.name("Name é <&> \"+/=\"");
    DeleteParameters full: delete_parameters.names("Names 1").names("Names 2");
    AddTagsToResource full: add_tags_to_resource.resource_type("Document".into()).resource_id("ResourceId")
        .tags(tag()).tags(tag());
    RemoveTagsFromResource full: remove_tags_from_resource.resource_type("Document".into())
        .resource_id("ResourceId").tag_keys("TagKeys 1").tag_keys("TagKeys 2");
    ListTagsForResource full: list_tags_for_resource.resource_type("Document".into())
        .resource_id("ResourceId");
    DescribeInstanceInformation full: describe_instance_information
        .instance_information_filter_list(instance_information_filter())
        .filters(instance_information_string_filter()).max_results(3).next_token("NextToken é <&> \"+/=\"");
    DescribeInstanceInformation required: describe_instance_information;
    GetConnectionStatus full: get_connection_status.target("Target é <&> \"+/=\"");
    UpdateManagedInstanceRole full: update_managed_instance_role.instance_id("InstanceId é <&> \"+/=\"")
        .iam_role("IamRole");
    StartSession full: start_session.target("Target é <&> \"+/=\"").document_name("DocumentName")
        .reason("Reason").parameters("key-1", vec!["Parameters 1 1".into(), "Parameters 1 2".into()])
        .parameters("key-2", vec!["Parameters 2 1".into(), "Parameters 2 2".into()]);
    StartSession required: start_session.target("Target é <&> \"+/=\"");
    ResumeSession full: resume_session.session_id("SessionId é <&> \"+/=\"");
    DescribeSessions full: describe_sessions.state("Active".into()).max_results(2).next_token("NextToken")
        .filters(session_filter()).filters(session_filter());
    DescribeSessions required: describe_sessions.state("Active".into());
    TerminateSession full: terminate_session.session_id("SessionId é <&> \"+/=\"");
    SendCommand full: send_command.instance_ids("InstanceIds 1").instance_ids("InstanceIds 2")
        .targets(target()).document_name("DocumentName").document_version("DocumentVersion é <&> \"+/=\"")
        .document_hash("DocumentHash").document_hash_type("Sha1".into()).timeout_seconds(7)
        .comment("Comment").parameters("key-1", vec!["Parameters 1 1".into(), "Parameters 1 2".into()])
        .parameters("key-2", vec!["Parameters 2 1".into(), "Parameters 2 2".into()])
        .output_s3_region("OutputS3Region é <&> \"+/=\"").output_s3_bucket_name("OutputS3BucketName")
        .output_s3_key_prefix("OutputS3KeyPrefix").max_concurrency("MaxConcurrency é <&> \"+/=\"")
        .max_errors("MaxErrors").service_role_arn("ServiceRoleArn")
        .notification_config(notification_config()).cloud_watch_output_config(cloud_watch_output_config())
        .alarm_configuration(alarm_configuration());
    SendCommand required: send_command.document_name("DocumentName");
    ListCommands full: list_commands.command_id("CommandId é <&> \"+/=\"").instance_id("InstanceId")
        .max_results(3).next_token("NextToken é <&> \"+/=\"").filters(command_filter())
        .filters(command_filter());
    ListCommands required: list_commands;
    ListCommandInvocations full: list_command_invocations.command_id("CommandId é <&> \"+/=\"")
        .instance_id("InstanceId").max_results(3).next_token("NextToken é <&> \"+/=\"")
        .filters(command_filter()).filters(command_filter()).details(false);
    ListCommandInvocations required: list_command_invocations;
    GetCommandInvocation full: get_command_invocation.command_id("CommandId é <&> \"+/=\"")
        .instance_id("InstanceId").plugin_name("PluginName");
    GetCommandInvocation required: get_command_invocation.command_id("CommandId é <&> \"+/=\"")
        .instance_id("InstanceId");
    CancelCommand full: cancel_command.command_id("CommandId é <&> \"+/=\"").instance_ids("InstanceIds 1")
        .instance_ids("InstanceIds 2");
    CancelCommand required: cancel_command.command_id("CommandId é <&> \"+/=\"");
    CreateDocument full: create_document.content("Content é <&> \"+/=\"").requires(document_requires())
        .requires(document_requires()).attachments(attachments_source()).name("Name é <&> \"+/=\"")
        .display_name("DisplayName").version_name("VersionName")
        .document_type("ApplicationConfigurationSchema".into()).document_format("JSON".into())
        .target_type("TargetType").tags(tag()).tags(tag());
    CreateDocument required: create_document.content("Content é <&> \"+/=\"").name("Name é <&> \"+/=\"");
    GetDocument full: get_document.name("Name é <&> \"+/=\"").version_name("VersionName")
        .document_version("DocumentVersion").document_format("YAML".into());
    GetDocument required: get_document.name("Name é <&> \"+/=\"");
    DescribeDocument full: describe_document.name("Name é <&> \"+/=\"").document_version("DocumentVersion")
        .version_name("VersionName");
    DescribeDocument required: describe_document.name("Name é <&> \"+/=\"");
    ListDocuments full: list_documents.document_filter_list(document_filter())
        .document_filter_list(document_filter()).filters(document_key_values_filter()).max_results(3)
        .next_token("NextToken é <&> \"+/=\"");
    ListDocuments required: list_documents;
    UpdateDocument full: update_document.content("Content é <&> \"+/=\"").attachments(attachments_source())
        .name("Name").display_name("DisplayName é <&> \"+/=\"").version_name("VersionName")
        .document_version("DocumentVersion").document_format("YAML".into()).target_type("TargetType");
    UpdateDocument required: update_document.content("Content é <&> \"+/=\"").name("Name");
    UpdateDocumentDefaultVersion full: update_document_default_version.name("Name é <&> \"+/=\"")
        .document_version("DocumentVersion");
    DeleteDocument full: delete_document.name("Name é <&> \"+/=\"").document_version("DocumentVersion")
        .version_name("VersionName").force(false);
    DeleteDocument required: delete_document.name("Name é <&> \"+/=\"");
    GetInventory full: get_inventory.filters(inventory_filter()).aggregators(inventory_aggregator())
        .result_attributes(result_attribute()).result_attributes(result_attribute())
        .next_token("NextToken é <&> \"+/=\"").max_results(5);
    GetInventory required: get_inventory;
    GetInventorySchema full: get_inventory_schema.type_name("TypeName é <&> \"+/=\"").next_token("NextToken")
        .max_results(3).aggregator(false).sub_type(true);
    GetInventorySchema required: get_inventory_schema;
    PutInventory full: put_inventory.instance_id("InstanceId é <&> \"+/=\"").items(inventory_item());
    ListInventoryEntries full: list_inventory_entries.instance_id("InstanceId é <&> \"+/=\"")
        .type_name("TypeName").filters(inventory_filter()).next_token("NextToken é <&> \"+/=\"")
        .max_results(5);
    ListInventoryEntries required: list_inventory_entries.instance_id("InstanceId é <&> \"+/=\"")
        .type_name("TypeName");
    ListComplianceItems full: list_compliance_items.filters(compliance_string_filter())
        .resource_ids("ResourceIds 1").resource_ids("ResourceIds 2").resource_types("ResourceTypes 1")
        .resource_types("ResourceTypes 2").next_token("NextToken é <&> \"+/=\"").max_results(5);
    ListComplianceItems required: list_compliance_items;
    ListResourceComplianceSummaries full: list_resource_compliance_summaries
        .filters(compliance_string_filter()).next_token("NextToken").max_results(3);
    ListResourceComplianceSummaries required: list_resource_compliance_summaries;
    ListComplianceSummaries full: list_compliance_summaries.filters(compliance_string_filter())
        .next_token("NextToken").max_results(3);
    ListComplianceSummaries required: list_compliance_summaries;
    CreateAssociation full: create_association.name("Name é <&> \"+/=\"").document_version("DocumentVersion")
        .instance_id("InstanceId")
        .parameters("key-1", vec!["Parameters 1 1".into(), "Parameters 1 2".into()])
        .parameters("key-2", vec!["Parameters 2 1".into(), "Parameters 2 2".into()]).targets(target())
        .schedule_expression("ScheduleExpression").output_location(instance_association_output_location())
        .association_name("AssociationName")
        .automation_target_parameter_name("AutomationTargetParameterName")
        .max_errors("MaxErrors é <&> \"+/=\"").max_concurrency("MaxConcurrency")
        .compliance_severity("HIGH".into()).sync_compliance("AUTO".into()).apply_only_at_cron_interval(false)
        .calendar_names("CalendarNames 1").calendar_names("CalendarNames 2")
        .target_locations(target_location()).schedule_offset(17).duration(18)
        .target_maps([("key-1".into(), vec!["TargetMaps 1 1".into(), "TargetMaps 1 2".into()]), ("key-2".into(), vec!["TargetMaps 2 1".into(), "TargetMaps 2 2".into()])].into())
        .tags(tag()).tags(tag()).alarm_configuration(alarm_configuration())
        .association_dispatch_assume_role("AssociationDispatchAssumeRole é <&> \"+/=\"");
    CreateAssociation required: create_association.name("Name é <&> \"+/=\"");
    DescribeAssociation full: describe_association.name("Name é <&> \"+/=\"").instance_id("InstanceId")
        .association_id("AssociationId").association_version("AssociationVersion é <&> \"+/=\"");
    DescribeAssociation required: describe_association;
    ListAssociations full: list_associations.association_filter_list(association_filter())
        .association_filter_list(association_filter()).max_results(2).next_token("NextToken");
    ListAssociations required: list_associations;
    UpdateAssociation full: update_association.association_id("AssociationId é <&> \"+/=\"")
        .parameters("key-1", vec!["Parameters 1 1".into(), "Parameters 1 2".into()])
        .parameters("key-2", vec!["Parameters 2 1".into(), "Parameters 2 2".into()])
        .document_version("DocumentVersion").schedule_expression("ScheduleExpression é <&> \"+/=\"")
        .output_location(instance_association_output_location()).name("Name").targets(target())
        .association_name("AssociationName").association_version("AssociationVersion")
        .automation_target_parameter_name("AutomationTargetParameterName é <&> \"+/=\"")
        .max_errors("MaxErrors").max_concurrency("MaxConcurrency").compliance_severity("MEDIUM".into())
        .sync_compliance("MANUAL".into()).apply_only_at_cron_interval(true).calendar_names("CalendarNames 1")
        .calendar_names("CalendarNames 2").target_locations(target_location()).schedule_offset(18)
        .duration(19)
        .target_maps([("key-1".into(), vec!["TargetMaps 1 1".into(), "TargetMaps 1 2".into()]), ("key-2".into(), vec!["TargetMaps 2 1".into(), "TargetMaps 2 2".into()])].into())
        .alarm_configuration(alarm_configuration())
        .association_dispatch_assume_role("AssociationDispatchAssumeRole é <&> \"+/=\"");
    UpdateAssociation required: update_association.association_id("AssociationId é <&> \"+/=\"");
    DeleteAssociation full: delete_association.name("Name é <&> \"+/=\"").instance_id("InstanceId")
        .association_id("AssociationId");
    DeleteAssociation required: delete_association;
    StartAssociationsOnce full: start_associations_once.association_ids("AssociationIds 1")
        .association_ids("AssociationIds 2");
    DescribeAssociationExecutions full: describe_association_executions
        .association_id("AssociationId é <&> \"+/=\"").filters(association_execution_filter())
        .filters(association_execution_filter()).max_results(3).next_token("NextToken é <&> \"+/=\"");
    DescribeAssociationExecutions required: describe_association_executions
        .association_id("AssociationId é <&> \"+/=\"");
    CreatePatchBaseline full: create_patch_baseline.operating_system("WINDOWS".into()).name("Name")
        .global_filters(patch_filter_group()).approval_rules(patch_rule_group())
        .approved_patches("ApprovedPatches 1").approved_patches("ApprovedPatches 2")
        .approved_patches_compliance_level("UNSPECIFIED".into()).approved_patches_enable_non_security(true)
        .rejected_patches("RejectedPatches 1").rejected_patches("RejectedPatches 2")
        .rejected_patches_action("ALLOW_AS_DEPENDENCY".into()).description("Description é <&> \"+/=\"")
        .sources(patch_source()).available_security_updates_compliance_status("NON_COMPLIANT".into())
        .client_token("ClientToken é <&> \"+/=\"").tags(tag()).tags(tag());
    CreatePatchBaseline required: create_patch_baseline.name("Name");
    GetPatchBaseline full: get_patch_baseline.baseline_id("BaselineId é <&> \"+/=\"");
    DescribePatchBaselines full: describe_patch_baselines.filters(patch_orchestrator_filter()).max_results(2)
        .next_token("NextToken");
    DescribePatchBaselines required: describe_patch_baselines;
    UpdatePatchBaseline full: update_patch_baseline.baseline_id("BaselineId é <&> \"+/=\"").name("Name")
        .global_filters(patch_filter_group()).approval_rules(patch_rule_group())
        .approved_patches("ApprovedPatches 1").approved_patches("ApprovedPatches 2")
        .approved_patches_compliance_level("UNSPECIFIED".into()).approved_patches_enable_non_security(true)
        .rejected_patches("RejectedPatches 1").rejected_patches("RejectedPatches 2")
        .rejected_patches_action("ALLOW_AS_DEPENDENCY".into()).description("Description é <&> \"+/=\"")
        .sources(patch_source()).available_security_updates_compliance_status("NON_COMPLIANT".into())
        .replace(true);
    UpdatePatchBaseline required: update_patch_baseline.baseline_id("BaselineId é <&> \"+/=\"");
    DeletePatchBaseline full: delete_patch_baseline.baseline_id("BaselineId é <&> \"+/=\"");
    GetDefaultPatchBaseline full: get_default_patch_baseline.operating_system("WINDOWS".into());
    GetDefaultPatchBaseline required: get_default_patch_baseline;
    RegisterPatchBaselineForPatchGroup full: register_patch_baseline_for_patch_group
        .baseline_id("BaselineId é <&> \"+/=\"").patch_group("PatchGroup");
    DeregisterPatchBaselineForPatchGroup full: deregister_patch_baseline_for_patch_group
        .baseline_id("BaselineId é <&> \"+/=\"").patch_group("PatchGroup");
    DescribeInstancePatchStates full: describe_instance_patch_states.instance_ids("InstanceIds 1")
        .instance_ids("InstanceIds 2").next_token("NextToken").max_results(3);
    DescribeInstancePatchStates required: describe_instance_patch_states.instance_ids("InstanceIds 1")
        .instance_ids("InstanceIds 2");
    DescribeInstancePatches full: describe_instance_patches.instance_id("InstanceId é <&> \"+/=\"")
        .filters(patch_orchestrator_filter()).next_token("NextToken").max_results(4);
    DescribeInstancePatches required: describe_instance_patches.instance_id("InstanceId é <&> \"+/=\"");
    DescribeAvailablePatches full: describe_available_patches.filters(patch_orchestrator_filter())
        .max_results(2).next_token("NextToken");
    DescribeAvailablePatches required: describe_available_patches;
    StartAutomationExecution full: start_automation_execution.document_name("DocumentName é <&> \"+/=\"")
        .document_version("DocumentVersion")
        .parameters("key-1", vec!["Parameters 1 1".into(), "Parameters 1 2".into()])
        .parameters("key-2", vec!["Parameters 2 1".into(), "Parameters 2 2".into()])
        .client_token("ClientToken é <&> \"+/=\"").mode("Auto".into())
        .target_parameter_name("TargetParameterName").targets(target())
        .target_maps([("key-1".into(), vec!["TargetMaps 1 1".into(), "TargetMaps 1 2".into()]), ("key-2".into(), vec!["TargetMaps 2 1".into(), "TargetMaps 2 2".into()])].into())
        .max_concurrency("MaxConcurrency").max_errors("MaxErrors é <&> \"+/=\"")
        .target_locations(target_location()).tags(tag()).tags(tag())
        .alarm_configuration(alarm_configuration()).target_locations_url("TargetLocationsURL");
    StartAutomationExecution required: start_automation_execution.document_name("DocumentName é <&> \"+/=\"");
    GetAutomationExecution full: get_automation_execution
        .automation_execution_id("AutomationExecutionId é <&> \"+/=\"");
    DescribeAutomationExecutions full: describe_automation_executions.filters(automation_execution_filter())
        .max_results(2).next_token("NextToken");
    DescribeAutomationExecutions required: describe_automation_executions;
    DescribeAutomationStepExecutions full: describe_automation_step_executions
        .automation_execution_id("AutomationExecutionId é <&> \"+/=\"").filters(step_execution_filter())
        .next_token("NextToken").max_results(4).reverse_order(true);
    DescribeAutomationStepExecutions required: describe_automation_step_executions
        .automation_execution_id("AutomationExecutionId é <&> \"+/=\"");
    StopAutomationExecution full: stop_automation_execution
        .automation_execution_id("AutomationExecutionId é <&> \"+/=\"").r#type("Cancel".into());
    StopAutomationExecution required: stop_automation_execution
        .automation_execution_id("AutomationExecutionId é <&> \"+/=\"");
    SendAutomationSignal full: send_automation_signal
        .automation_execution_id("AutomationExecutionId é <&> \"+/=\"").signal_type("Reject".into())
        .payload("key-1", vec!["Payload 1 1".into(), "Payload 1 2".into()])
        .payload("key-2", vec!["Payload 2 1".into(), "Payload 2 2".into()]);
    SendAutomationSignal required: send_automation_signal
        .automation_execution_id("AutomationExecutionId é <&> \"+/=\"").signal_type("Reject".into());
    GetServiceSetting full: get_service_setting.setting_id("SettingId é <&> \"+/=\"");
    UpdateServiceSetting full: update_service_setting.setting_id("SettingId é <&> \"+/=\"")
        .setting_value("SettingValue");
    ResetServiceSetting full: reset_service_setting.setting_id("SettingId é <&> \"+/=\"");
}

structures! {
    alarm -> Alarm: .name("Name é <&> \"+/=\"");
    alarm_configuration -> AlarmConfiguration: .ignore_poll_alarm_failure(true).alarms(alarm())
        .alarms(alarm());
    association_execution_filter -> AssociationExecutionFilter: .key("ExecutionId".into()).value("Value")
        .r#type("GREATER_THAN".into());
    association_filter -> AssociationFilter: .key("InstanceId".into()).value("value");
    attachments_source -> AttachmentsSource: .key("SourceUrl".into()).values("Values 1").values("Values 2")
        .name("Name");
    automation_execution_filter -> AutomationExecutionFilter: .key("DocumentNamePrefix".into())
        .values("Values 1").values("Values 2");
    cloud_watch_output_config -> CloudWatchOutputConfig:
        .cloud_watch_log_group_name("CloudWatchLogGroupName é <&> \"+/=\"").cloud_watch_output_enabled(false);
    command_filter -> CommandFilter: .key("InvokedAfter".into()).value("value");
    compliance_string_filter -> ComplianceStringFilter: .key("Key é <&> \"+/=\"").values("Values 1")
        .values("Values 2").r#type("BEGIN_WITH".into());
    document_filter -> DocumentFilter: .key("Name".into()).value("value");
    document_key_values_filter -> DocumentKeyValuesFilter: .key("Key é <&> \"+/=\"").values("Values 1")
        .values("Values 2");
    document_requires -> DocumentRequires: .name("Name é <&> \"+/=\"").version("Version")
        .require_type("RequireType").version_name("VersionName é <&> \"+/=\"");
    instance_association_output_location -> InstanceAssociationOutputLocation:
        .s3_location(s3_output_location());
    instance_information_filter -> InstanceInformationFilter: .key("InstanceIds".into())
        .value_set("valueSet 1").value_set("valueSet 2");
    instance_information_string_filter -> InstanceInformationStringFilter: .key("Key é <&> \"+/=\"")
        .values("Values 1").values("Values 2");
    inventory_aggregator -> InventoryAggregator: .expression("Expression é <&> \"+/=\"")
        .groups(inventory_group());
    inventory_filter -> InventoryFilter: .key("Key é <&> \"+/=\"").values("Values 1").values("Values 2")
        .r#type("BeginWith".into());
    inventory_group -> InventoryGroup: .name("Name é <&> \"+/=\"").filters(inventory_filter());
    inventory_item -> InventoryItem: .type_name("TypeName é <&> \"+/=\"").schema_version("SchemaVersion")
        .capture_time("CaptureTime").content_hash("ContentHash é <&> \"+/=\"")
        .content([("key-1".into(), "Content 1".into()), ("key-2".into(), "Content 2".into())].into())
        .context("key-1", "Context 1").context("key-2", "Context 2");
    notification_config -> NotificationConfig: .notification_arn("NotificationArn é <&> \"+/=\"")
        .notification_events("InProgress".into()).notification_events("Success".into())
        .notification_type("Command".into());
    parameter_string_filter -> ParameterStringFilter: .key("Key é <&> \"+/=\"").option("Option")
        .values("Values 1").values("Values 2");
    parameters_filter -> ParametersFilter: .key("Name".into()).values("Values 1").values("Values 2");
    patch_filter -> PatchFilter: .key("ARCH".into()).values("Values 1").values("Values 2");
    patch_filter_group -> PatchFilterGroup: .patch_filters(patch_filter());
    patch_orchestrator_filter -> PatchOrchestratorFilter: .key("Key é <&> \"+/=\"").values("Values 1")
        .values("Values 2");
    patch_rule -> PatchRule: .patch_filter_group(patch_filter_group()).compliance_level("HIGH".into())
        .approve_after_days(3).approve_until_date("ApproveUntilDate é <&> \"+/=\"").enable_non_security(true);
    patch_rule_group -> PatchRuleGroup: .patch_rules(patch_rule());
    patch_source -> PatchSource: .name("Name é <&> \"+/=\"").products("Products 1").products("Products 2")
        .configuration("Configuration");
    result_attribute -> ResultAttribute: .type_name("TypeName é <&> \"+/=\"");
    s3_output_location -> S3OutputLocation: .output_s3_region("OutputS3Region é <&> \"+/=\"")
        .output_s3_bucket_name("OutputS3BucketName").output_s3_key_prefix("OutputS3KeyPrefix");
    session_filter -> SessionFilter: .key("InvokedAfter".into()).value("value");
    step_execution_filter -> StepExecutionFilter: .key("StartTimeBefore".into()).values("Values 1")
        .values("Values 2");
    tag -> Tag: .key("Key é <&> \"+/=\"").value("Value");
    target -> Target: .key("Key é <&> \"+/=\"").values("Values 1").values("Values 2");
    target_location -> TargetLocation: .accounts("Accounts 1").accounts("Accounts 2").regions("Regions 1")
        .regions("Regions 2").target_location_max_concurrency("TargetLocationMaxConcurrency")
        .target_location_max_errors("TargetLocationMaxErrors é <&> \"+/=\"")
        .execution_role_name("ExecutionRoleName").target_location_alarm_configuration(alarm_configuration())
        .include_child_organization_units(true).exclude_accounts("ExcludeAccounts 1")
        .exclude_accounts("ExcludeAccounts 2").targets(target())
        .targets_max_concurrency("TargetsMaxConcurrency é <&> \"+/=\"")
        .targets_max_errors("TargetsMaxErrors");
}
