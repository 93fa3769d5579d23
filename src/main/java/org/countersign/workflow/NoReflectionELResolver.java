package org.countersign.workflow;

import java.lang.reflect.AccessibleObject;
import org.camunda.bpm.impl.juel.jakarta.el.BeanELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;

/** Properties and methods of objects, but no way from an object to its class and so to any other code. */
class NoReflectionELResolver extends BeanELResolver {

    @Override
    public Object getValue(ELContext context, Object base, Object property) {
        refuseReflection(base, property);
        return super.getValue(context, base, property);
    }

    @Override
    public Object invoke(ELContext context, Object base, Object method, Class<?>[] paramTypes, Object[] params) {
        refuseReflection(base, method);
        return super.invoke(context, base, method, paramTypes, params);
    }

    private static void refuseReflection(Object base, Object member) {
        if (base == null) {
            return;
        }
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
