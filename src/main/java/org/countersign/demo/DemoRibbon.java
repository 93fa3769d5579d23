package org.countersign.demo;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Tells every page whether it is part of the demonstration. */
@ControllerAdvice(annotations = Controller.class)
class DemoRibbon {

    private final boolean demo;

    DemoRibbon(@Value("${countersign.demo:false}") boolean demo) {
        this.demo = demo;
    }

    @ModelAttribute("demo")
    boolean demo() {
        return demo;
    }
}
