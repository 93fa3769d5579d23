package org.countersign.workflow;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/** The beans marked {@link ForProcesses}, by name; looked up when an expression first needs them. */
@Component
class ProcessBeans extends AbstractMap<Object, Object> {

    private final ApplicationContext context;

    ProcessBeans(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public boolean containsKey(Object name) {
        // The name is checked against the annotation on the bean's type; nothing is created for others.
        return name instanceof String bean
                && context.containsBeanDefinition(bean)
                && context.findAnnotationOnBean(bean, ForProcesses.class) != null;
    }

    @Override
    public Object get(Object name) {
        return containsKey(name) ? context.getBean((String) name) : null;
    }

    @Override
    public Set<Map.Entry<Object, Object>> entrySet() {
        throw new UnsupportedOperationException("Beans are looked up by name, never listed");
    }
}
