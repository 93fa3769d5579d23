package org.countersign.demo;

import java.io.IOException;
import java.io.InputStream;
import org.countersign.screening.ListImport;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** The screening list of the demonstration: invented parties, so that somebody can be found. */
@Demo
@Component
@Order(21)
class DemoList implements ApplicationRunner {

    private static final String LIST = "demo-parties";

    private final ListImport lists;

    DemoList(ListImport lists) {
        this.lists = lists;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        try (InputStream list = new ClassPathResource("demo/" + LIST + ".csv").getInputStream()) {
            lists.fromDemonstration(list, LIST);
        }
    }
}
