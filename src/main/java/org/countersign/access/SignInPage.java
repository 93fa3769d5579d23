package org.countersign.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The page that staff sign in on, or are sent to their identity provider from; every page knows which. */
@Controller
@ControllerAdvice(annotations = Controller.class)
class SignInPage {

    private final String way;

    SignInPage(SignInSettings settings, @Value("${countersign.demo:false}") boolean demo) {
        this.way = settings.atProvider() ? "provider" : demo ? "password" : "closed";
    }

    @ModelAttribute("signIn")
    String way() {
        return way;
    }

    @GetMapping(StaffSignIn.PAGE)
    String page(HttpServletRequest request, HttpServletResponse response, Model model) {
        if (request.getParameter("out") != null) {
            ProviderSignOut.next(request).ifPresent(next -> {
                response.setHeader("Refresh", "0; url=" + next);
                model.addAttribute("next", next);
            });
        }
        return "sign-in";
    }
}
