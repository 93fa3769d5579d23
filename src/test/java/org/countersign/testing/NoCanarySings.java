package org.countersign.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Puts the canary among the beans during a test, and looks whether anything has made it sing. */
public class NoCanarySings implements BeforeEachCallback, AfterEachCallback {

    private static final String NAME = "canary";

    private int before;

    @Override
    public void beforeEach(ExtensionContext test) {
        beans(test).registerSingleton(NAME, new Canary());
        before = Canary.sung();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        beans(test).destroySingleton(NAME);
        assertThat(Canary.sung()).as("canaries executed").isEqualTo(before);
    }

    private static DefaultListableBeanFactory beans(ExtensionContext test) {
        return (DefaultListableBeanFactory)
                SpringExtension.getApplicationContext(test).getAutowireCapableBeanFactory();
    }
}
