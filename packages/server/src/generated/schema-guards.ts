// GENERATED from the migrations by packages/server/scripts/print-schema-guards.ts. Do not edit.
export const schemaGuards: Readonly<Record<string, string>> = {
  'constraint account_book_fkey on ledger.account':
    '275a2de11df4b5be5b86afe545b34247',
  'constraint account_code_key on ledger.account':
    '3d2e244274499a9978b0ad8b2a5ebe38',
  'constraint account_floor_kept on ledger.account':
    '70444530c34ce6b4d490a12cfea30b65',
  'constraint account_held_sign on ledger.account':
    '454726509957c9d256f7cad0603a4865',
  'constraint account_pkey on ledger.account':
    '655637d3071510ae5ad70c0317eeb7ea',
  'constraint audit_record_operation_list on wallet.audit_record':
    'c7e663625ce1126aacf8cef309c256ab',
  'constraint audit_record_pkey on wallet.audit_record':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint bank_account_bank_size on wallet.bank_account':
    '163aef36c9b35b8a516236e7daaae108',
  'constraint bank_account_forgotten on wallet.bank_account':
    'c465ebb8a11ea26678668571015876f3',
  'constraint bank_account_holder_size on wallet.bank_account':
    'e0881ad2c2e5287882ba33a9ae86c818',
  'constraint bank_account_last_four on wallet.bank_account':
    'a814d6befb9231c5bcecf5fcc9951afa',
  'constraint bank_account_mark_size on wallet.bank_account':
    'd8ca7b83e40996658adf66f8fbbe68fd',
  'constraint bank_account_number_size on wallet.bank_account':
    '0e99c65fc344bae17fbb38adc1fdc97d',
  'constraint bank_account_pkey on wallet.bank_account':
    'dbc63326a0605099c072bb77445b1d1a',
  'constraint bank_account_user_fkey on wallet.bank_account':
    'c47f9b6b8bec9939814c948326a005d5',
  'constraint book_code_form on ledger.book':
    'b39023e2387573c24654f9ec3aa0fe1f',
  'constraint book_code_key on ledger.book':
    '4ff9a1d1a4762db174804603a102af9d',
  'constraint book_metadata_form on ledger.book':
    '2fe4a4ce685ef56678c9a67d39d90f93',
  'constraint book_metadata_size on ledger.book':
    '118ed9f5edde6e83fe458d852311f657',
  'constraint book_pkey on ledger.book':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint break_by_fkey on wallet.break':
    '5326470b62594510b34c535b270df9b0',
  'constraint break_deposit_fkey on wallet.break':
    'fa99d7115f50c678b0ef8bf8fd5d5a83',
  'constraint break_kind_form on wallet.break':
    '4f109a3e043954f30644902c7eaef855',
  'constraint break_pkey on wallet.break':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint break_resolution_size on wallet.break':
    '91561f0943c88bb8545838a537ca2e05',
  'constraint break_resolved_whole on wallet.break':
    '476950e01b618f0061fe481b457160c0',
  'constraint break_tenant_fkey on wallet.break':
    'edde5cef2fb9a44df98865e467ed9893',
  'constraint break_values_form on wallet.break':
    '69f0283dc580ffebeead598af39ae634',
  'constraint break_withdrawal_fkey on wallet.break':
    'e98f20e6c2db278ca3476775ad220ba9',
  'constraint deposit_amount_positive on wallet.deposit':
    '8be7492f77baad8789b0ea8c82a8fc18',
  'constraint deposit_attempt_range on wallet.deposit':
    '50991d4abf1c4fde33b0906e49757942',
  'constraint deposit_capture_known on wallet.deposit':
    '067c9ddf20631682370dbfae16ac59f1',
  'constraint deposit_capture_range on wallet.deposit':
    '9139addf3879365829f3ae47897eb550',
  'constraint deposit_credited_range on wallet.deposit':
    '43a908f658f03c2c62afddf44265cd91',
  'constraint deposit_credited_whole on wallet.deposit':
    'f74e50edfac38f5553f2639c9bf854c1',
  'constraint deposit_currency_form on wallet.deposit':
    '913e93f6d2d0006d429ff3c48b3aad54',
  'constraint deposit_fee_range on wallet.deposit':
    '272ec3dd1fc9b1669c1cf048c61b72b7',
  'constraint deposit_gateway_form on wallet.deposit':
    '785a87059fca2fe6ea0855a7c5c00d75',
  'constraint deposit_pkey on wallet.deposit':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint deposit_purchase_key on wallet.deposit':
    'fac158d3e1ca988ab6dfdaeebd46d2e0',
  'constraint deposit_purchase_whole on wallet.deposit':
    '43b0f1d314e6acc6e1687bcca5fbc9d9',
  'constraint deposit_returned_range on wallet.deposit':
    'f33b607015549ddcc8a51c9e2683acd9',
  'constraint deposit_status_known on wallet.deposit':
    '842ab7f436c03d10af6199f5c7f51ab8',
  'constraint deposit_tenant_id_key on wallet.deposit':
    '70f7462c6b719d194c0d64e6c6944f1b',
  'constraint deposit_user_fkey on wallet.deposit':
    'c47f9b6b8bec9939814c948326a005d5',
  'constraint deposit_version_range on wallet.deposit':
    '1a53fa4e76bb6e1b18e950983c0ce7a5',
  'constraint domain_event_data_form on wallet.domain_event':
    'cec29feade7226297cecfebc6f017576',
  'constraint domain_event_pkey on wallet.domain_event':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint domain_event_tenant_fkey on wallet.domain_event':
    'edde5cef2fb9a44df98865e467ed9893',
  'constraint domain_event_type_form on wallet.domain_event':
    '40ff096f1d9e5592fa2541a212f70d8a',
  'constraint entry_line_key on ledger.entry':
    'a98ef167e8ffa86c2ef4ab2bf37bac1a',
  'constraint entry_pkey on ledger.entry':
    '7c35b535a901aa1bddc745f45c6455ef',
  'constraint fraud_alert_currency_form on wallet.fraud_alert':
    '913e93f6d2d0006d429ff3c48b3aad54',
  'constraint fraud_alert_once_key on wallet.fraud_alert':
    '7093466904dd070d27fc6a0ed9117e25',
  'constraint fraud_alert_pkey on wallet.fraud_alert':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint fraud_alert_rule_known on wallet.fraud_alert':
    '73bb04246a6ac763514cab0fb5674542',
  'constraint fraud_alert_user_fkey on wallet.fraud_alert':
    'c47f9b6b8bec9939814c948326a005d5',
  'constraint hold_account_fkey on ledger.hold':
    '314bd5d9aa872474fcea7c9273c90744',
  'constraint hold_amount_positive on ledger.hold':
    '8be7492f77baad8789b0ea8c82a8fc18',
  'constraint hold_captured_within on ledger.hold':
    'e538ce056fd36658f3aa93c555d74e7d',
  'constraint hold_end_dated on ledger.hold':
    '34b5066a7e9c06af08e39903e43d5ad5',
  'constraint hold_event_amount_sign on ledger.hold_event':
    'df1d860a3be00230bcd9fcaf39471805',
  'constraint hold_event_held_sign on ledger.hold_event':
    '454726509957c9d256f7cad0603a4865',
  'constraint hold_event_journal on ledger.hold_event':
    '79694b19bd8e614325a1b684d47a7c22',
  'constraint hold_event_pkey on ledger.hold_event':
    '7c35b535a901aa1bddc745f45c6455ef',
  'constraint hold_event_posted_number on ledger.hold_event':
    '3c5bb95481f486246a9b9298eff1d688',
  'constraint hold_event_type_known on ledger.hold_event':
    'bd2b359e660eb35a427fa50071bea748',
  'constraint hold_event_version_counts on ledger.hold_event':
    '130f5b46bb99b213b4b8d7d8ad8b7aed',
  'constraint hold_kind_form on ledger.hold':
    '3bcbc05ca0b913f293e838d767c59ee9',
  'constraint hold_metadata_form on ledger.hold':
    '2fe4a4ce685ef56678c9a67d39d90f93',
  'constraint hold_pkey on ledger.hold':
    '655637d3071510ae5ad70c0317eeb7ea',
  'constraint hold_status_known on ledger.hold':
    'b9b5782a1637b30f720bf770da8a42c9',
  'constraint job_retry_dead_key on wallet.job_retry':
    'f8730e8e2791d7a66bb619fbbe8fe661',
  'constraint job_retry_job_form on wallet.job_retry':
    'dca93cf5bf790c5e4869881dc908ff6d',
  'constraint job_retry_pkey on wallet.job_retry':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint job_retry_tenant_fkey on wallet.job_retry':
    'edde5cef2fb9a44df98865e467ed9893',
  'constraint journal_pkey on ledger.journal':
    '655637d3071510ae5ad70c0317eeb7ea',
  'constraint key_length on ledger.key':
    '1aba2c05c7b8aada0103c34f62e5f52a',
  'constraint key_pkey on ledger.key':
    '293bab3695f440778329eeb9beb32b02',
  'constraint mail_attempts_range on wallet.mail':
    '8980703eea6f7df225d7784a7968ec33',
  'constraint mail_ended_whole on wallet.mail':
    'e4034b41b7e6694f0e5f8a310a9f1ab9',
  'constraint mail_facts_form on wallet.mail':
    'f100803a08e7b915c3eb51b8d62cd773',
  'constraint mail_kind_form on wallet.mail':
    '4f109a3e043954f30644902c7eaef855',
  'constraint mail_outcome_known on wallet.mail':
    '5f508a70234227ef519b555885846d5e',
  'constraint mail_pkey on wallet.mail':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint mail_recipient_size on wallet.mail':
    '38d04d9ca94f2965cba47ab9f913bfe9',
  'constraint mail_tenant_fkey on wallet.mail':
    'edde5cef2fb9a44df98865e467ed9893',
  'constraint migration_pkey on ledger.migration':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint migration_pkey on wallet.migration':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint migration_sha256_form on ledger.migration':
    '0a66e8c78a0d201c52a43d9f85c448f9',
  'constraint migration_sha256_form on wallet.migration':
    '0a66e8c78a0d201c52a43d9f85c448f9',
  'constraint password_hash_form on wallet.password':
    '294bd791b1d2303a7f0c2ba9c54dd638',
  'constraint password_pkey on wallet.password':
    'dbc63326a0605099c072bb77445b1d1a',
  'constraint password_reset_hash_size on wallet.password_reset':
    'd8bb85bc76acda5b581c9a680552c82b',
  'constraint password_reset_pkey on wallet.password_reset':
    '54f7f1f3a199240825dc80a380057db2',
  'constraint password_reset_user_fkey on wallet.password_reset':
    'c47f9b6b8bec9939814c948326a005d5',
  'constraint password_user_fkey on wallet.password':
    'c47f9b6b8bec9939814c948326a005d5',
  'constraint payout_attempt_key on wallet.payout':
    '8b2e9e92279403c952c640079609a42a',
  'constraint payout_attempt_range on wallet.payout':
    '711c25814d30d01f6074dfe06bd6d360',
  'constraint payout_executed_known on wallet.payout':
    '4ae5a2b18a567a65bdb7a897060e062b',
  'constraint payout_gateway_form on wallet.payout':
    '785a87059fca2fe6ea0855a7c5c00d75',
  'constraint payout_given_up_known on wallet.payout':
    '30e885d5cce8655daad5cf6333b5fa42',
  'constraint payout_given_up_unsent on wallet.payout':
    '85af8aeb5945cd4d5facb16703a21177',
  'constraint payout_given_up_whole on wallet.payout':
    'da083a1e93d49ecafcb5e56f415c4a4b',
  'constraint payout_id_key on wallet.payout':
    'bf7c6643c480aa4bfec09099930aea59',
  'constraint payout_id_size on wallet.payout':
    '64fbb91f17a6b1ff0a556052ee55f96d',
  'constraint payout_pending_fee_range on wallet.payout':
    '770f377cb47270c66cc320ade1305376',
  'constraint payout_pkey on wallet.payout':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint payout_withdrawal_fkey on wallet.payout':
    'e98f20e6c2db278ca3476775ad220ba9',
  'constraint reconciliation_run_by_fkey on wallet.reconciliation_run':
    '58627378e9c61b9ea93fc7e11c76cf8f',
  'constraint reconciliation_run_counts_range on wallet.reconciliation_run':
    '9e2ab8febc8434f4c1553de48bcd37ee',
  'constraint reconciliation_run_lists_form on wallet.reconciliation_run':
    '224ddaa71d7ce1ad6acc48370151167b',
  'constraint reconciliation_run_order on wallet.reconciliation_run':
    'e45fa068268f9d2b98b7809eaea4e352',
  'constraint reconciliation_run_pkey on wallet.reconciliation_run':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint reconciliation_run_tenant_fkey on wallet.reconciliation_run':
    'edde5cef2fb9a44df98865e467ed9893',
  'constraint recovery_code_hash_size on wallet.recovery_code':
    'd8bb85bc76acda5b581c9a680552c82b',
  'constraint recovery_code_pkey on wallet.recovery_code':
    '4bdef91d2cddd15f12209ede93857bde',
  'constraint recovery_code_user_fkey on wallet.recovery_code':
    'c47f9b6b8bec9939814c948326a005d5',
  'constraint refresh_token_hash_size on wallet.refresh_token':
    'd8bb85bc76acda5b581c9a680552c82b',
  'constraint refresh_token_nonce_size on wallet.refresh_token':
    '7918ccd2d16761542d6e2709145d7335',
  'constraint refresh_token_pkey on wallet.refresh_token':
    '54f7f1f3a199240825dc80a380057db2',
  'constraint refresh_token_session_fkey on wallet.refresh_token':
    '4a239b3bb479fb04fdc77bfb75172062',
  'constraint refresh_token_used_whole on wallet.refresh_token':
    'ea6574bc785b2cbbf5e9fbffb61db164',
  'constraint refund_amount_positive on wallet.refund':
    '8be7492f77baad8789b0ea8c82a8fc18',
  'constraint refund_by_fkey on wallet.refund':
    '60058054742e58a3e0d38cdbc2096e61',
  'constraint refund_charge_back on wallet.refund':
    '8272df7b7031eb31946e8e87be46ae31',
  'constraint refund_deposit_fkey on wallet.refund':
    'fa99d7115f50c678b0ef8bf8fd5d5a83',
  'constraint refund_ended_whole on wallet.refund':
    '5514019393a38f42746b7306d5999262',
  'constraint refund_kind_known on wallet.refund':
    '3a82bed891857ab9b1da3727c720a53f',
  'constraint refund_penalty_range on wallet.refund':
    'e19d51fc430646f367daacc12d6c5961',
  'constraint refund_pkey on wallet.refund':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint refund_reason_size on wallet.refund':
    'b1ececaa2a6735a931aaf7c0b548abc3',
  'constraint refund_status_known on wallet.refund':
    '8af3d09b29c0f8920fe4cc6d9791b904',
  'constraint registration_hash_size on wallet.registration':
    'd8bb85bc76acda5b581c9a680552c82b',
  'constraint registration_mail_form on wallet.registration':
    'a47df6f6ff3144dae6ef38245f4fb58d',
  'constraint registration_mail_lower on wallet.registration':
    '14eeb54375e3fd77b41f7ec9f0bcb9e6',
  'constraint registration_name_size on wallet.registration':
    'd7e1fe8de1ec1606ffe0775c4dcd6e5d',
  'constraint registration_pkey on wallet.registration':
    '54f7f1f3a199240825dc80a380057db2',
  'constraint registration_tenant_fkey on wallet.registration':
    'edde5cef2fb9a44df98865e467ed9893',
  'constraint request_count_key_size on wallet.request_count':
    '96bf8c342b89063ee91f4936eadc936b',
  'constraint request_count_pkey on wallet.request_count':
    '54d3744ca4b3a47ea9070298c5757705',
  'constraint request_count_taken on wallet.request_count':
    'db8cf25447b535e9a61bb705fe14dc5b',
  'constraint request_key_answer_whole on wallet.request_key':
    '348ae4209e8aab10f2262e58ad245f1e',
  'constraint request_key_fingerprint_size on wallet.request_key':
    '23bf224939439fff8caebb65527a545a',
  'constraint request_key_key_size on wallet.request_key':
    '406e7d0d323f94c01249f0ccf62ec511',
  'constraint request_key_pkey on wallet.request_key':
    '9c9e11b96874f8f92bd3d252a5a44153',
  'constraint request_key_running_leased on wallet.request_key':
    'd3163c7b168213753899f0e1e9449639',
  'constraint request_key_status_range on wallet.request_key':
    '4eb5491dc03fe46801ae3d1861833a48',
  'constraint request_key_user_fkey on wallet.request_key':
    'c47f9b6b8bec9939814c948326a005d5',
  'constraint role_code_form on wallet.role':
    'b060b179e2394057e80c05a3b021d45a',
  'constraint role_pkey on wallet.role':
    '61e063ae4799f25db76579991b3e0ab1',
  'constraint session_order on wallet.session':
    '6f3af5963c1a0347df169498424cfb5e',
  'constraint session_pkey on wallet.session':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint session_revoked_for_known on wallet.session':
    '749e22e231a779c9f5e45b7ceb9c81b4',
  'constraint session_revoked_whole on wallet.session':
    '77b21297492ec5275530767d73d2029d',
  'constraint session_tenant_id_key on wallet.session':
    '70f7462c6b719d194c0d64e6c6944f1b',
  'constraint session_user_agent_size on wallet.session':
    '1026b66d53bbecc71708466ef69815ce',
  'constraint session_user_fkey on wallet.session':
    'c47f9b6b8bec9939814c948326a005d5',
  'constraint shifted_entry_is_shifted on ledger.shifted_entry':
    '9c95b99644d000e9132e29362e2bb6fe',
  'constraint shifted_entry_pkey on ledger.shifted_entry':
    '64212dfe5106e04a62690ae494440932',
  'constraint shifted_entry_span_range on ledger.shifted_entry':
    '1a40404ca3979c4cbbbb0c891836cf2b',
  'constraint standing_pkey on ledger.standing':
    '7cd897cfc8eb790d2ee6a4d16b4b7b74',
  'constraint step_up_hash_size on wallet.step_up':
    '8fce996a9b975ef35f0ef76af555d001',
  'constraint step_up_order on wallet.step_up':
    'ea8c91e8725803f2f28cf8caec65fe4e',
  'constraint step_up_pkey on wallet.step_up':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint step_up_purpose_form on wallet.step_up':
    '3f756808e5126ef06d1d8f53f634c614',
  'constraint step_up_session_fkey on wallet.step_up':
    '4a239b3bb479fb04fdc77bfb75172062',
  'constraint step_up_tries_range on wallet.step_up':
    'f42d4088a460d3f3dd202257450f46be',
  'constraint step_up_user_fkey on wallet.step_up':
    'c47f9b6b8bec9939814c948326a005d5',
  'constraint tenant_code_form on wallet.tenant':
    'b39023e2387573c24654f9ec3aa0fe1f',
  'constraint tenant_code_key on wallet.tenant':
    '4ff9a1d1a4762db174804603a102af9d',
  'constraint tenant_name_size on wallet.tenant':
    'd7e1fe8de1ec1606ffe0775c4dcd6e5d',
  'constraint tenant_pkey on wallet.tenant':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint totp_failures_range on wallet.totp':
    '1fc5a68c525048c66f0b1fbc8fff32e2',
  'constraint totp_pkey on wallet.totp':
    'dbc63326a0605099c072bb77445b1d1a',
  'constraint totp_seed_size on wallet.totp':
    '8a1aab1c09d03a82a0c0cbb183087fdb',
  'constraint totp_step_range on wallet.totp':
    '985bf0cd45c8d6bf62cb2aafc84827d6',
  'constraint totp_user_fkey on wallet.totp':
    'c47f9b6b8bec9939814c948326a005d5',
  'constraint transaction_amount_number on wallet.transaction':
    'ea53455e667f52b24bcb9bac34f5066c',
  'constraint transaction_completed_whole on wallet.transaction':
    '27981736c01a72c4b0f9bd599e14e2b7',
  'constraint transaction_fact_form on wallet.transaction':
    'b2745f564e7b4c03cb8e9fa42d8287aa',
  'constraint transaction_metadata_form on wallet.transaction':
    '2fe4a4ce685ef56678c9a67d39d90f93',
  'constraint transaction_name_size on wallet.transaction':
    'd7e1fe8de1ec1606ffe0775c4dcd6e5d',
  'constraint transaction_pkey on wallet.transaction':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint transaction_posted on wallet.transaction':
    'b8715d1a4eeda157146b9cb94dd4cf17',
  'constraint transaction_reference_size on wallet.transaction':
    '2436d2554903d9a57bc2a94e4909d536',
  'constraint transaction_status_known on wallet.transaction':
    '0800f94a47ee73ff080b94a00abbe5cc',
  'constraint transaction_tenant_key on wallet.transaction':
    '534e4f8d28209fb4d6b5f80cc86bc46c',
  'constraint transaction_type_known on wallet.transaction':
    '97c779e72e9647e77313a60ff0394e12',
  'constraint transaction_user_fkey on wallet.transaction':
    'c47f9b6b8bec9939814c948326a005d5',
  'constraint transaction_user_key on wallet.transaction':
    '1454aac095435a97f6a6b80e32e5a941',
  'constraint user_mail_form on wallet.user':
    'a47df6f6ff3144dae6ef38245f4fb58d',
  'constraint user_mail_key on wallet.user':
    '41263ae39b11b81d7ae94feaaf0a7f84',
  'constraint user_mail_lower on wallet.user':
    '14eeb54375e3fd77b41f7ec9f0bcb9e6',
  'constraint user_name_size on wallet.user':
    'd7e1fe8de1ec1606ffe0775c4dcd6e5d',
  'constraint user_pkey on wallet.user':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint user_role_granted_by_fkey on wallet.user_role':
    'f40cf5ed0b2628af267f5102985cd4be',
  'constraint user_role_pkey on wallet.user_role':
    'b476dfad0ec9a64a0c14e43ef4a356b1',
  'constraint user_role_role_fkey on wallet.user_role':
    'caf72a1311c296eb72bb8be5d6f201de',
  'constraint user_role_user_fkey on wallet.user_role':
    'c47f9b6b8bec9939814c948326a005d5',
  'constraint user_status_known on wallet.user':
    'cd8c2ce99ddddbac14b5a4367d8b267f',
  'constraint user_tenant_fkey on wallet.user':
    'edde5cef2fb9a44df98865e467ed9893',
  'constraint user_tenant_id_key on wallet.user':
    '70f7462c6b719d194c0d64e6c6944f1b',
  'constraint user_tier_known on wallet.user':
    '20c341f78313696fa2f1ee987862c7be',
  'constraint user_version_range on wallet.user':
    '1a53fa4e76bb6e1b18e950983c0ce7a5',
  'constraint webhook_body_size on wallet.webhook':
    '2f841f3b6fcc7b74df95615d7ad68dda',
  'constraint webhook_deliveries_range on wallet.webhook':
    '30dd80ed1c8cc16ca8c5a522ae1f4e45',
  'constraint webhook_digest_key on wallet.webhook':
    '25a27abeb42ae287c7597d72fce27dda',
  'constraint webhook_digest_size on wallet.webhook':
    '15a0ce2deab331dcaa92595268b76795',
  'constraint webhook_ended_whole on wallet.webhook':
    '91c16186fb11d0be8a0f56a68a16525f',
  'constraint webhook_event_type_size on wallet.webhook':
    '32f7be9444107503170e3a0eb1b7ec11',
  'constraint webhook_gateway_form on wallet.webhook':
    'be528e214f4b2f782e8c3fbecbf4c5d7',
  'constraint webhook_object_id_size on wallet.webhook':
    '9f914d1b7e4c95b50cdf529073539a34',
  'constraint webhook_object_kind_size on wallet.webhook':
    '394c660a638096d3f274052524b73004',
  'constraint webhook_outcome_known on wallet.webhook':
    '64ccebcd2404258d8ef7d3dc92c774ab',
  'constraint webhook_pkey on wallet.webhook':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint webhook_refusal_gateway_form on wallet.webhook_refusal':
    'be528e214f4b2f782e8c3fbecbf4c5d7',
  'constraint webhook_refusal_pkey on wallet.webhook_refusal':
    '94a9a17d1fc9ef0d3ff78f70a5fa437d',
  'constraint webhook_refusal_positive on wallet.webhook_refusal':
    '4b25add78097e56936c68c8894fc2e80',
  'constraint webhook_refusal_reason_form on wallet.webhook_refusal':
    '78cdb4e32556040ede7d3a82fdf27290',
  'constraint webhook_refusal_tenant_fkey on wallet.webhook_refusal':
    'edde5cef2fb9a44df98865e467ed9893',
  'constraint webhook_tenant_fkey on wallet.webhook':
    'edde5cef2fb9a44df98865e467ed9893',
  'constraint withdrawal_amount_positive on wallet.withdrawal':
    '8be7492f77baad8789b0ea8c82a8fc18',
  'constraint withdrawal_approvals_range on wallet.withdrawal':
    '69576d0c128a67072b76be3ee1f891c4',
  'constraint withdrawal_asked on wallet.withdrawal':
    'dd3a6cc56ed2273b666280f6f5aa9253',
  'constraint withdrawal_asks_range on wallet.withdrawal':
    '002a848d6e98f58effb88b19518961e7',
  'constraint withdrawal_bank_size on wallet.withdrawal':
    '163aef36c9b35b8a516236e7daaae108',
  'constraint withdrawal_currency_form on wallet.withdrawal':
    '913e93f6d2d0006d429ff3c48b3aad54',
  'constraint withdrawal_decision_by_fkey on wallet.withdrawal_decision':
    '0e6d3eb78c0890d404b814a2e10da8b7',
  'constraint withdrawal_decision_known on wallet.withdrawal_decision':
    'c1ae29046e55576f6e2c8e5842a6448b',
  'constraint withdrawal_decision_own on wallet.withdrawal_decision':
    '08f7014fbbdd2ed41dbdc9afa8ee86eb',
  'constraint withdrawal_decision_owner on wallet.withdrawal_decision':
    'e628eae2dc3bd79c1f6e04c87e994b48',
  'constraint withdrawal_decision_person_key on wallet.withdrawal_decision':
    'f90c8799519d74d7df0246de85ab849b',
  'constraint withdrawal_decision_pkey on wallet.withdrawal_decision':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint withdrawal_decision_reason on wallet.withdrawal_decision':
    '762e8675551083f33c1f49ff1666a2d2',
  'constraint withdrawal_decision_seen_form on wallet.withdrawal_decision':
    'c58e1863400b453e7a76deb897e5f259',
  'constraint withdrawal_decision_size on wallet.withdrawal_decision':
    'b1ececaa2a6735a931aaf7c0b548abc3',
  'constraint withdrawal_decision_tenant on wallet.withdrawal_decision':
    'e98f20e6c2db278ca3476775ad220ba9',
  'constraint withdrawal_ended_whole on wallet.withdrawal':
    '04928556c5adbf442ebae4759307417d',
  'constraint withdrawal_fee_range on wallet.withdrawal':
    '0a33bd3485d88f3b7b8d762ef3163148',
  'constraint withdrawal_flags_known on wallet.withdrawal':
    'a553b8040b009c06ed848a469e2425de',
  'constraint withdrawal_gateway_form on wallet.withdrawal':
    '785a87059fca2fe6ea0855a7c5c00d75',
  'constraint withdrawal_hold_key on wallet.withdrawal':
    '42ae3b809130abf48d5518d6c1ac8248',
  'constraint withdrawal_holder_size on wallet.withdrawal':
    'e0881ad2c2e5287882ba33a9ae86c818',
  'constraint withdrawal_last_four on wallet.withdrawal':
    'a814d6befb9231c5bcecf5fcc9951afa',
  'constraint withdrawal_mark_size on wallet.withdrawal':
    '192e5fcac0fa1112a821b706a54f4769',
  'constraint withdrawal_paid_whole on wallet.withdrawal':
    '76c0d50949442b167d6a0dbb17581a2d',
  'constraint withdrawal_pkey on wallet.withdrawal':
    'ec1510ac6893c4ab489a64b5e4a23bf3',
  'constraint withdrawal_reason_size on wallet.withdrawal':
    'b1ececaa2a6735a931aaf7c0b548abc3',
  'constraint withdrawal_reason_whole on wallet.withdrawal':
    'b28fd24ea7e7a771353d085a2590602f',
  'constraint withdrawal_round_range on wallet.withdrawal':
    '2818502ad1b6e7154fa28f155068f638',
  'constraint withdrawal_sealed_size on wallet.withdrawal':
    '69dcf0fd13d06dc0ced3302bafe23b1f',
  'constraint withdrawal_status_known on wallet.withdrawal':
    'ca5b2034ede41411f810791c49228f6c',
  'constraint withdrawal_tenant_id_key on wallet.withdrawal':
    '70f7462c6b719d194c0d64e6c6944f1b',
  'constraint withdrawal_user_fkey on wallet.withdrawal':
    'c47f9b6b8bec9939814c948326a005d5',
  'constraint withdrawal_user_id_key on wallet.withdrawal':
    '2afe6113d79b88893392da01c45ed598',
  'constraint withdrawal_version_range on wallet.withdrawal':
    '1a53fa4e76bb6e1b18e950983c0ce7a5',
  'function ledger.refuse_change()':
    'ca6ef3e1278736fe57dfd736cbff94a8',
  'function ledger.refuse_endowment()':
    '37cd33678de0c5a2cc37ef3651c2a952',
  'function ledger.refuse_ill_defined_account()':
    '12c5a90d6d56970a15869513d6a8071f',
  'function ledger.refuse_journal_without_entries()':
    'ccf4c77a03eead42f2828727d33512ff',
  'function ledger.refuse_missing_rows(what text, expected bigint, counted bigint)':
    '6246dcfba3665e9eea72d71d42d91ba0',
  'function ledger.refuse_redefinition()':
    'f4f922c76235d22ae63702317343e45e',
  'function ledger.refuse_second_end()':
    '16ff2f34434f6adf060fdc2bdebc7a31',
  'function ledger.refuse_second_outcome()':
    '2e548399bd99fc2a7478fa3439a94520',
  'function ledger.refuse_unbalanced_entries()':
    '9fd2c4aa83ebd8e49c4a15137a41d923',
  'function ledger.refuse_uncounted_events()':
    'd723bc2e649784324d84bdf7d48a590e',
  'function ledger.refuse_unfounded_totals()':
    'c5b88da33f03aa74baa2549e9422942a',
  'function wallet.audit_view(row_values jsonb, shown text[])':
    '2495e576fd3a6fe428131f276da55cf3',
  'function wallet.end_tokens_of_role_holder()':
    'dcabda23b48a7985404a561ba99c118f',
  'function wallet.guard_audit_record()':
    'd4bb11b66cdb39563ae226776736ef23',
  'function wallet.guard_payout()':
    '311fe8a5ff2ab010a2e9b4f38ab302f6',
  'function wallet.guard_withdrawal()':
    '9d097fcc0df9facc4baf0eb5ad1bcb4c',
  'function wallet.raise_user_version()':
    'bdeb3933ea239a9787ffa4b168f7d8e7',
  'function wallet.record_change()':
    'e949454038366e7c5d03ae082562b3d8',
  'function wallet.refuse_removal()':
    '8a61a1e3b4a62290ade671b6d3b0c5f2',
  'trigger account_is_well_defined on ledger.account':
    '2001c6c16cc159646c6ce80190d5f662',
  'trigger account_keeps_definition on ledger.account':
    '24f1dd465dcd7aa425734d6bf62ae706',
  'trigger account_opens_empty on ledger.account':
    '0cd4e22f96025478ddbc656834ebb7e2',
  'trigger account_stays on ledger.account':
    '12511bac026a3890d928a72b3f167884',
  'trigger account_totals_are_founded on ledger.account':
    '484b7de89a39bfe103aa9359cebf4e26',
  'trigger audit_record_guard on wallet.audit_record':
    '39dd5fb2c6e1c0e6b09920917115b072',
  'trigger audit_record_no_truncate on wallet.audit_record':
    '3be19ce03a42411725280d100bd706b8',
  'trigger bank_account_audit on wallet.bank_account':
    '34691bca0bb64233d380949f5019c7f3',
  'trigger bank_account_no_delete on wallet.bank_account':
    'b7ad58d638fb452efa4412c7c4b16cb3',
  'trigger bank_account_no_truncate on wallet.bank_account':
    '07dbcdc1222282af517352b9b8ed5958',
  'trigger book_stays on ledger.book':
    '4959e5b84628919355225389fc4abd05',
  'trigger break_audit on wallet.break':
    '6c6d25ad01390ee0b6ded809600b16b3',
  'trigger break_no_delete on wallet.break':
    '9a72e2a7e22ab50824880f4162c968a2',
  'trigger break_no_truncate on wallet.break':
    '12a96e4a2424728e3374fbc84268a7d9',
  'trigger deposit_audit on wallet.deposit':
    'ec3bac101fc3679f09ae7a958e2b1393',
  'trigger deposit_no_delete on wallet.deposit':
    '5998a9ed05d55d2cb02a99cec8110807',
  'trigger deposit_no_truncate on wallet.deposit':
    'f1ab85fd43ede3611cee3f168f92f3d3',
  'trigger domain_event_audit on wallet.domain_event':
    '0970ef2a223676f9d2c3e21f8f41aa36',
  'trigger domain_event_no_delete on wallet.domain_event':
    '127f0d811d1bc147bf5bd2be5f036edd',
  'trigger domain_event_no_truncate on wallet.domain_event':
    '5f4b6f0904767b334fe9c5766c1ee7f1',
  'trigger entry_balances on ledger.entry':
    '29f83e4cc7509b9d8841ecda15684b8d',
  'trigger entry_is_for_ever on ledger.entry':
    '7d407680b1967bb551569359c079603b',
  'trigger fraud_alert_audit on wallet.fraud_alert':
    '3663a856483861459c6e38ef8abff63d',
  'trigger fraud_alert_no_delete on wallet.fraud_alert':
    '52dbbd7c37b47a73561095adc702fc0e',
  'trigger fraud_alert_no_truncate on wallet.fraud_alert':
    'df27882298035726b1c1e7e2ddf18fe7',
  'trigger hold_ends_once on ledger.hold':
    'f706de756da951449464a7eafe36b5ef',
  'trigger hold_event_is_counted on ledger.hold_event':
    'cfcfbe3a3070c77521708d0ff408735a',
  'trigger hold_event_is_for_ever on ledger.hold_event':
    'c2a7bb3816ceb1cfeb877db4576063bd',
  'trigger hold_stays on ledger.hold':
    '05f4e4fb225954cc754490584e56d510',
  'trigger job_retry_audit on wallet.job_retry':
    '813e1c901d680da9ea360826b6f0e5c4',
  'trigger job_retry_no_delete on wallet.job_retry':
    '97f0e5651cfd939f920530f98d9da997',
  'trigger job_retry_no_truncate on wallet.job_retry':
    'b4ead598c61db7f9726cf32130eb9cad',
  'trigger journal_has_entries on ledger.journal':
    '5bc784899762e43edc2c128f0694170c',
  'trigger journal_is_for_ever on ledger.journal':
    'bb9b70f5d52c9f5b872561d31c7904a3',
  'trigger key_has_one_outcome on ledger.key':
    '768ada1e52b995ad760d842f8ac3ca9d',
  'trigger key_stays on ledger.key':
    '14845407a9c96f65c5ca4fff887d041f',
  'trigger mail_audit on wallet.mail':
    '18b385a9ef5bd4d70fd2d7d3f180f33d',
  'trigger mail_no_truncate on wallet.mail':
    'a91bd6451bf41cae732c0b41d5580aa3',
  'trigger password_audit on wallet.password':
    '7bfd6df7139baad6e03d9e6808509aec',
  'trigger password_no_truncate on wallet.password':
    '71801ad684af88062e1819623976e626',
  'trigger password_reset_audit on wallet.password_reset':
    'c560c8c6ad15d1b097c0b9019ce01604',
  'trigger password_reset_no_truncate on wallet.password_reset':
    'e9c26509cb119172a192d971817afe99',
  'trigger payout_audit on wallet.payout':
    'e94462b716e17c2b377209d600bae532',
  'trigger payout_guard on wallet.payout':
    'f00968051c4ba9ce7aa6987b28b872ad',
  'trigger payout_no_delete on wallet.payout':
    '56ee8d3a69504655f592094a8b183ab1',
  'trigger payout_no_truncate on wallet.payout':
    'bcfc77ecf770dcef81f98f5731b78f61',
  'trigger reconciliation_run_audit on wallet.reconciliation_run':
    'dc2f761d4acde3ef82d9c323aecc7012',
  'trigger reconciliation_run_no_delete on wallet.reconciliation_run':
    'e469985bf25db89516dfa247a4e1eebe',
  'trigger reconciliation_run_no_truncate on wallet.reconciliation_run':
    'd0dedb712f1e9f11f0ce2c4574b8d086',
  'trigger recovery_code_audit on wallet.recovery_code':
    'bd1dcadc6a7954669702d91b26d089f5',
  'trigger recovery_code_no_truncate on wallet.recovery_code':
    '408ed0317c73f5d31a702dfd29370567',
  'trigger refresh_token_audit on wallet.refresh_token':
    '1ee602b44c8aec88af38f28c495d53be',
  'trigger refresh_token_no_truncate on wallet.refresh_token':
    '33019ca7373b4a950aff9df977207ce3',
  'trigger refund_audit on wallet.refund':
    '3df7af871b04f7937d500c2408633ad6',
  'trigger refund_no_delete on wallet.refund':
    '9d34b60808180e749a07156e59e337ba',
  'trigger refund_no_truncate on wallet.refund':
    '2506b0785d0a809b63216a96f575b1d7',
  'trigger registration_audit on wallet.registration':
    '2c8e07d1cefd9c273285a7b70dcdbd1a',
  'trigger registration_no_truncate on wallet.registration':
    '2fbb8a0fd577e91d9869a62e2cc26f72',
  'trigger role_audit on wallet.role':
    '2ac7f08a986dfe88bcd16aa03eebd1d7',
  'trigger role_no_delete on wallet.role':
    '574af03f4a2aa884a83355846f673313',
  'trigger role_no_truncate on wallet.role':
    'a55e53507e20b76881314cfc7574aa3f',
  'trigger session_audit on wallet.session':
    '35a82fc0b7ff4e177c2e43991f232d92',
  'trigger session_no_truncate on wallet.session':
    '92bc49dc12557b7fdb0e4b74e0d01491',
  'trigger shifted_entry_is_for_ever on ledger.shifted_entry':
    'cbf75705290a15e70426c66478d58890',
  'trigger standing_is_for_ever on ledger.standing':
    '4e63b24a928e5130f8f5baaaa5c7417f',
  'trigger step_up_audit on wallet.step_up':
    '2e9cb4d2f6da7b046c8931f0a0a0551f',
  'trigger step_up_no_truncate on wallet.step_up':
    'c89fa2a46d053ca0b5b49680caf16629',
  'trigger tenant_audit on wallet.tenant':
    'd789123079253d8a1c99ca4d3def8230',
  'trigger tenant_no_delete on wallet.tenant':
    'b31e8236057a0011f71a0418f1440171',
  'trigger tenant_no_truncate on wallet.tenant':
    'dc0ee7351eee160e28691d34c0f44aeb',
  'trigger totp_audit on wallet.totp':
    '1ac880096d513c4cc394b338230654bd',
  'trigger totp_no_truncate on wallet.totp':
    '137b082d497b01299e924c3fbaa51286',
  'trigger transaction_audit on wallet.transaction':
    'f57fdf2faae6ae0cd1088f95506a940b',
  'trigger transaction_no_delete on wallet.transaction':
    'c3d41f14f53367bcb241a5f7390c88a5',
  'trigger transaction_no_truncate on wallet.transaction':
    '8d3fac5b0aab69453794312e8567b0de',
  'trigger user_audit on wallet.user':
    '0ef247135564ad00e6dec8101a4d3090',
  'trigger user_no_delete on wallet.user':
    '3d9493954dc603eaf0df3de5a0bbeaf7',
  'trigger user_no_truncate on wallet.user':
    'c37088e61a8f11823f34e83fc83bb7b3',
  'trigger user_role_audit on wallet.user_role':
    '40609217c1630587dbbabe1da7ad60ca',
  'trigger user_role_ends_tokens on wallet.user_role':
    '129f3fe09f846e539a5b218d86cb7a81',
  'trigger user_role_no_truncate on wallet.user_role':
    '955daa50a4ca4de65c7a7261dcbc2cbc',
  'trigger user_status_ends_tokens on wallet.user':
    '19e88305af4d98c53cf628c42fd3176b',
  'trigger webhook_audit on wallet.webhook':
    'd364a1322bc76f1bbbaf1925b33cf69e',
  'trigger webhook_no_delete on wallet.webhook':
    'da72f8d288641d5795011cf68a00874d',
  'trigger webhook_no_truncate on wallet.webhook':
    '7c4d2bc30a5a27b87b8ee28930da02d4',
  'trigger withdrawal_audit on wallet.withdrawal':
    '8f73cf3e2d79f4f13ca5098f1bba7099',
  'trigger withdrawal_decision_audit on wallet.withdrawal_decision':
    '3c38a3dac9c50683210978e39f8f53bc',
  'trigger withdrawal_decision_no_delete on wallet.withdrawal_decision':
    'e350dbcbd0b115eb20a18f7a69675c80',
  'trigger withdrawal_decision_no_truncate on wallet.withdrawal_decision':
    '4ebd152c880f0df24a291986505ac1d4',
  'trigger withdrawal_guard on wallet.withdrawal':
    '3bf2907788f4afd48f387154309d3aa8',
  'trigger withdrawal_no_delete on wallet.withdrawal':
    'c11bce2352b8aa38134840538f9d5096',
  'trigger withdrawal_no_truncate on wallet.withdrawal':
    '5dd20994ee84601c865fdddf040e3510',
}

export const neededRights: readonly {
  readonly relation: string
  readonly privilege: string
  readonly columns: string | null
}[] = [
  { relation: 'ledger.account', privilege: 'INSERT', columns: 'book_id, ceiling, changed_at, code, currency, floor, id, metadata, opened_at, scale, type' },
  { relation: 'ledger.account', privilege: 'SELECT', columns: null },
  { relation: 'ledger.account', privilege: 'UPDATE', columns: 'changed_at, entry_count, held, posted, status, version' },
  { relation: 'ledger.batch_sequence', privilege: 'USAGE', columns: null },
  { relation: 'ledger.book', privilege: 'INSERT', columns: 'code' },
  { relation: 'ledger.book', privilege: 'SELECT', columns: null },
  { relation: 'ledger.entry', privilege: 'INSERT', columns: null },
  { relation: 'ledger.entry', privilege: 'SELECT', columns: null },
  { relation: 'ledger.hold', privilege: 'INSERT', columns: null },
  { relation: 'ledger.hold', privilege: 'SELECT', columns: null },
  { relation: 'ledger.hold', privilege: 'UPDATE', columns: 'captured, ended_at, expires_at, status' },
  { relation: 'ledger.hold_event', privilege: 'INSERT', columns: 'account_id, amount, batch, book_id, held, hold_id, journal_id, position, posted, recorded_at, type, version' },
  { relation: 'ledger.hold_event', privilege: 'SELECT', columns: null },
  { relation: 'ledger.journal', privilege: 'INSERT', columns: 'batch, book_id, captures, description, effective_at, entry_count, id, key, kind, metadata, position, recorded_at, reference, reverses' },
  { relation: 'ledger.journal', privilege: 'SELECT', columns: null },
  { relation: 'ledger.key', privilege: 'DELETE', columns: null },
  { relation: 'ledger.key', privilege: 'INSERT', columns: 'book_id, journal_id, key, request' },
  { relation: 'ledger.key', privilege: 'SELECT', columns: null },
  { relation: 'ledger.key', privilege: 'UPDATE', columns: 'outcome' },
  { relation: 'ledger.migration', privilege: 'SELECT', columns: null },
  { relation: 'ledger.shifted_entry', privilege: 'SELECT', columns: null },
  { relation: 'ledger.standing', privilege: 'SELECT', columns: null },
  { relation: 'wallet.audit_record', privilege: 'SELECT', columns: null },
  { relation: 'wallet.bank_account', privilege: 'INSERT', columns: 'bank_name, changed_at, holder, last_four, number_mark, sealed_number, shared_at, tenant_id, user_id' },
  { relation: 'wallet.bank_account', privilege: 'SELECT', columns: null },
  { relation: 'wallet.bank_account', privilege: 'UPDATE', columns: 'bank_name, changed_at, holder, last_four, number_mark, removed_at, sealed_number, shared_at' },
  { relation: 'wallet.break', privilege: 'INSERT', columns: 'deposit_id, expected, found, gateway, kind, object_id, opened_at, tenant_id, withdrawal_id' },
  { relation: 'wallet.break', privilege: 'SELECT', columns: null },
  { relation: 'wallet.break', privilege: 'UPDATE', columns: 'resolution, resolved_at, resolved_by' },
  { relation: 'wallet.deposit', privilege: 'INSERT', columns: 'amount, capture, created_at, currency, gateway, tenant_id, user_id' },
  { relation: 'wallet.deposit', privilege: 'SELECT', columns: null },
  { relation: 'wallet.deposit', privilege: 'UPDATE', columns: 'attempt, capture_amount, checkout_url, credited, credited_at, fee, gateway_status, last_synced_at, purchase_id, reconciled, returned, status, version' },
  { relation: 'wallet.domain_event', privilege: 'INSERT', columns: 'data, happened_at, job_id, tenant_id, type' },
  { relation: 'wallet.domain_event', privilege: 'SELECT', columns: null },
  { relation: 'wallet.domain_event', privilege: 'UPDATE', columns: 'job_id, spread_at' },
  { relation: 'wallet.fraud_alert', privilege: 'INSERT', columns: 'currency, on_day, raised_at, rule, tenant_id, user_id' },
  { relation: 'wallet.fraud_alert', privilege: 'SELECT', columns: null },
  { relation: 'wallet.job_retry', privilege: 'INSERT', columns: 'dead_id, job, job_id, retried_at, retried_by, tenant_id' },
  { relation: 'wallet.job_retry', privilege: 'SELECT', columns: null },
  { relation: 'wallet.mail', privilege: 'DELETE', columns: null },
  { relation: 'wallet.mail', privilege: 'INSERT', columns: 'created_at, due_at, facts, kind, recipient, tenant_id' },
  { relation: 'wallet.mail', privilege: 'SELECT', columns: null },
  { relation: 'wallet.mail', privilege: 'UPDATE', columns: 'attempts, due_at, ended_at, outcome' },
  { relation: 'wallet.migration', privilege: 'SELECT', columns: null },
  { relation: 'wallet.password', privilege: 'INSERT', columns: 'changed_at, hash, tenant_id, user_id' },
  { relation: 'wallet.password', privilege: 'SELECT', columns: null },
  { relation: 'wallet.password', privilege: 'UPDATE', columns: 'changed_at, hash' },
  { relation: 'wallet.password_reset', privilege: 'DELETE', columns: null },
  { relation: 'wallet.password_reset', privilege: 'INSERT', columns: 'expires_at, hash, issued_at, tenant_id, user_id' },
  { relation: 'wallet.password_reset', privilege: 'SELECT', columns: null },
  { relation: 'wallet.password_reset', privilege: 'UPDATE', columns: 'used_at' },
  { relation: 'wallet.payout', privilege: 'INSERT', columns: 'attempt, created_at, gateway, tenant_id, withdrawal_id' },
  { relation: 'wallet.payout', privilege: 'SELECT', columns: null },
  { relation: 'wallet.payout', privilege: 'UPDATE', columns: 'execute_started_at, gateway_status, given_up_at, given_up_for, last_synced_at, payout_id, reconciled' },
  { relation: 'wallet.reconciliation_run', privilege: 'INSERT', columns: 'asked_by, requested_at, tenant_id' },
  { relation: 'wallet.reconciliation_run', privilege: 'SELECT', columns: null },
  { relation: 'wallet.reconciliation_run', privilege: 'UPDATE', columns: 'asked, changed, comparisons, ended_at, started_at, stuck, unanswered' },
  { relation: 'wallet.recovery_code', privilege: 'DELETE', columns: null },
  { relation: 'wallet.recovery_code', privilege: 'INSERT', columns: 'hash, tenant_id, user_id' },
  { relation: 'wallet.recovery_code', privilege: 'SELECT', columns: null },
  { relation: 'wallet.recovery_code', privilege: 'UPDATE', columns: 'used_at' },
  { relation: 'wallet.refresh_token', privilege: 'INSERT', columns: 'expires_at, hash, issued_at, session_id, tenant_id' },
  { relation: 'wallet.refresh_token', privilege: 'SELECT', columns: null },
  { relation: 'wallet.refresh_token', privilege: 'UPDATE', columns: 'child_nonce, used_at' },
  { relation: 'wallet.refund', privilege: 'INSERT', columns: 'amount, created_at, deposit_id, ended_at, hold_id, id, kind, penalty, reason, requested_by, status, tenant_id' },
  { relation: 'wallet.refund', privilege: 'SELECT', columns: null },
  { relation: 'wallet.refund', privilege: 'UPDATE', columns: 'ended_at, sent_at, status' },
  { relation: 'wallet.registration', privilege: 'DELETE', columns: null },
  { relation: 'wallet.registration', privilege: 'INSERT', columns: 'expires_at, hash, issued_at, mail, name, tenant_id' },
  { relation: 'wallet.registration', privilege: 'SELECT', columns: null },
  { relation: 'wallet.registration', privilege: 'UPDATE', columns: 'used_at' },
  { relation: 'wallet.request_count', privilege: 'DELETE', columns: null },
  { relation: 'wallet.request_count', privilege: 'INSERT', columns: 'key, stale_at, taken_at' },
  { relation: 'wallet.request_count', privilege: 'SELECT', columns: null },
  { relation: 'wallet.request_count', privilege: 'UPDATE', columns: 'refused_at, stale_at, taken_at' },
  { relation: 'wallet.request_key', privilege: 'DELETE', columns: null },
  { relation: 'wallet.request_key', privilege: 'INSERT', columns: 'body, created_at, fact_id, fingerprint, key, leased_until, route, status, tenant_id, user_id' },
  { relation: 'wallet.request_key', privilege: 'SELECT', columns: null },
  { relation: 'wallet.request_key', privilege: 'UPDATE', columns: 'body, leased_until, status' },
  { relation: 'wallet.role', privilege: 'SELECT', columns: null },
  { relation: 'wallet.session', privilege: 'DELETE', columns: null },
  { relation: 'wallet.session', privilege: 'INSERT', columns: 'client_ip, created_at, ends_at, refreshed_at, tenant_id, user_agent, user_id' },
  { relation: 'wallet.session', privilege: 'SELECT', columns: null },
  { relation: 'wallet.session', privilege: 'UPDATE', columns: 'refreshed_at, revoked_at, revoked_for' },
  { relation: 'wallet.step_up', privilege: 'DELETE', columns: null },
  { relation: 'wallet.step_up', privilege: 'INSERT', columns: 'expires_at, issued_at, payload_hash, purpose, session_id, tenant_id, user_id' },
  { relation: 'wallet.step_up', privilege: 'SELECT', columns: null },
  { relation: 'wallet.step_up', privilege: 'UPDATE', columns: 'passed_at, tries, used_at' },
  { relation: 'wallet.tenant', privilege: 'SELECT', columns: null },
  { relation: 'wallet.totp', privilege: 'DELETE', columns: null },
  { relation: 'wallet.totp', privilege: 'INSERT', columns: 'enrolled_at, sealed_seed, tenant_id, user_id' },
  { relation: 'wallet.totp', privilege: 'SELECT', columns: null },
  { relation: 'wallet.totp', privilege: 'UPDATE', columns: 'confirmed_at, enrolled_at, failing_since, failures, last_step, sealed_seed' },
  { relation: 'wallet.transaction', privilege: 'INSERT', columns: 'amount, created_at, currency, detail, fact, id, name, reference, status, tenant_id, type, user_id' },
  { relation: 'wallet.transaction', privilege: 'SELECT', columns: null },
  { relation: 'wallet.transaction', privilege: 'UPDATE', columns: 'amount, completed_at, current_after, detail, journals, status, usable_after' },
  { relation: 'wallet.user', privilege: 'INSERT', columns: 'mail, name, tenant_id' },
  { relation: 'wallet.user', privilege: 'SELECT', columns: null },
  { relation: 'wallet.user', privilege: 'UPDATE', columns: 'version' },
  { relation: 'wallet.user_role', privilege: 'INSERT', columns: 'role, tenant_id, user_id' },
  { relation: 'wallet.user_role', privilege: 'SELECT', columns: null },
  { relation: 'wallet.webhook', privilege: 'INSERT', columns: 'client_ip, digest, event_type, gateway, job_id, last_received_at, object_id, object_kind, received_at, sealed_body, tenant_id' },
  { relation: 'wallet.webhook', privilege: 'SELECT', columns: null },
  { relation: 'wallet.webhook', privilege: 'UPDATE', columns: 'deliveries, ended_at, job_id, last_received_at, outcome, sealed_body' },
  { relation: 'wallet.webhook_refusal', privilege: 'INSERT', columns: 'first_at, gateway, hour, last_at, last_client_ip, last_request_id, reason, tenant_id' },
  { relation: 'wallet.webhook_refusal', privilege: 'SELECT', columns: null },
  { relation: 'wallet.webhook_refusal', privilege: 'UPDATE', columns: 'last_at, last_client_ip, last_request_id, refusals' },
  { relation: 'wallet.withdrawal', privilege: 'INSERT', columns: 'amount, approvals_needed, ask_at, bank_name, client_ip, created_at, currency, destination_mark, fee, flags, gateway, hold_id, holder, id, last_four, sealed_destination, search, status, tenant_id, user_id' },
  { relation: 'wallet.withdrawal', privilege: 'SELECT', columns: null },
  { relation: 'wallet.withdrawal', privilege: 'UPDATE', columns: 'ask_at, asks, destination_mark, ended_at, fee_journal, flags, gateway_fee, leased_until, paid_journal, reason, round, sealed_destination, status, version' },
  { relation: 'wallet.withdrawal_decision', privilege: 'INSERT', columns: 'decided_at, decided_by, decision, owner_id, reason, round, seen, tenant_id, version, withdrawal_id' },
  { relation: 'wallet.withdrawal_decision', privilege: 'SELECT', columns: null },
]
