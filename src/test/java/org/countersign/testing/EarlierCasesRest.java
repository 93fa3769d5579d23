package org.countersign.testing;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * What the tests before left running has no more timers: hundreds of licenses would be audited and reminded through all the
 * years that the tests let pass, and nobody looks at them any more. Nor does the retention schedule run on each of those days;
 * a test of it lets it.
 */
class EarlierCasesRest implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        SpringExtension.getApplicationContext(context)
                .getBean(JdbcClient.class)
                .sql(
                        """
                UPDATE act_ru_job SET suspension_state_ = 2
                WHERE process_instance_id_ IS NOT NULL OR process_def_key_ = 'records-retention'""")
                .update();
    }
}
