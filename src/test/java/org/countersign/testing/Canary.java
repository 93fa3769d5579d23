package org.countersign.testing;

import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;

/** Counts whenever code runs that must not: called by name, made as a class, or reached as a bean. */
public class Canary implements JavaDelegate, TaskListener, ExecutionListener {

    private static final AtomicInteger SUNG = new AtomicInteger();

    public Canary() {
        sing();
    }

    public static String sing() {
        return "sung " + SUNG.incrementAndGet();
    }

    public static int sung() {
        return SUNG.get();
    }

    /** As a bean reaches it. */
    public String getSong() {
        return sing();
    }

    @Override
    public void execute(DelegateExecution execution) {
        sing();
    }

    @Override
    public void notify(DelegateTask task) {
        sing();
    }

    @Override
    public void notify(DelegateExecution execution) {
        sing();
    }
}
