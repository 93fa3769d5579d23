package org.countersign.access;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.camunda.bpm.webapp.impl.security.filter.headersec.provider.impl.ContentSecurityPolicyProvider;

/**
 * Gives the pages of the engine's web applications a nonce of this request. They look for it in an attribute of the
 * whole application, where two requests at once would overwrite each other's.
 */
class OwnNonce extends HttpServletRequestWrapper {

    private final String nonce;

    OwnNonce(HttpServletRequest request, String nonce) {
        super(request);
        this.nonce = nonce;
    }

    @Override
    public ServletContext getServletContext() {
        ServletContext application = super.getServletContext();
        return (ServletContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ServletContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getAttribute")
                            && ContentSecurityPolicyProvider.ATTR_CSP_FILTER_NONCE.equals(arguments[0])) {
                        return nonce;
                    }
                    try {
                        return method.invoke(application, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
