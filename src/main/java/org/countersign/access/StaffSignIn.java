package org.countersign.access;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/** How staff say who they are: how a chain finds out, and what it asks of strangers. What they may do is told elsewhere. */
interface StaffSignIn {

    String PAGE = "/sign-in";
    String TASKLIST = "/camunda/app/tasklist/";

    /** Once, on a page, for a session. */
    void ofBrowsers(HttpSecurity http) throws Exception;

    /** With each request, and no session. */
    void ofPrograms(HttpSecurity http) throws Exception;
}
