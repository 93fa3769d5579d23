package org.countersign.workflow;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.BaseDelegateExecution;
import org.camunda.bpm.impl.juel.jakarta.el.BeanELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * What the shipped diagrams need of objects, and no way on from there: the business key of the execution, and the
 * public methods that a bean {@link ForProcesses} declares for diagrams. The check of models refuses the rest before;
 * this holds where something comes past it.
 */
class NoReflectionELResolver extends BeanELResolver {

    private static final Set<String> OF_EXECUTION = Set.of("processBusinessKey", "businessKey", "id");

    /** For the one filter of Tasklist that counts days: {@code dateTime().plusDays(7)}. */
    private static final String DATE_TIME = "org.joda.time.DateTime";

    private final Map<Class<?>, Set<String>> callable = new ConcurrentHashMap<>();

    NoReflectionELResolver() {
        super(true);
    }

    @Override
    public Object getValue(ELContext context, Object base, Object property) {
        if (base == null) {
            return null;
        }
        refuseReflection(base, property);
        if (!(base instanceof BaseDelegateExecution) || !OF_EXECUTION.contains(String.valueOf(property))) {
            throw new ELException("Expressions may not look at " + property);
        }
        return super.getValue(context, base, property);
    }

    @Override
    public Object invoke(ELContext context, Object base, Object method, Class<?>[] paramTypes, Object[] params) {
        if (base == null) {
            return null;
        }
        refuseReflection(base, method);
        String name = String.valueOf(method);
        boolean date = base.getClass().getName().equals(DATE_TIME) && name.equals("plusDays");
        if (!date
                && !callable.computeIfAbsent(base.getClass(), type -> callable(type))
                        .contains(name)) {
            throw new ELException("Expressions may not call " + name);
        }
        return super.invoke(context, base, method, paramTypes, params);
    }

    /** Not what the engine itself calls with an execution or a task: that runs as a step or listener only. */
    private static Set<String> callable(Class<?> type) {
        Class<?> bean = ClassUtils.getUserClass(type);
        if (!AnnotatedElementUtils.hasAnnotation(bean, ForProcesses.class)) {
            return Set.of();
        }
        return Arrays.stream(bean.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !method.isSynthetic() && !isForTheEngine(method))
                .map(Method::getName)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isForTheEngine(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .anyMatch(type -> type.getName().startsWith("org.camunda."));
    }

    private static void refuseReflection(Object base, Object member) {
        String name = String.valueOf(member);
        if (base instanceof Class
                || base instanceof ClassLoader
                || base instanceof AccessibleObject
                || name.equals("class")
                || name.equals("getClass")) {
            throw new ELException("Expressions may not use reflection");
        }
    }
}
