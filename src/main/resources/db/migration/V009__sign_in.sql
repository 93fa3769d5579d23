-- Sessions of signed-in staff (Spring Session) and OAuth2 clients of the labs (Spring Authorization
-- Server), in the database so that every node knows them. Table and column names belong to those libraries.
CREATE TABLE spring_session (
  primary_id            char(36) PRIMARY KEY,
  session_id            char(36) NOT NULL UNIQUE,
  creation_time         bigint   NOT NULL,
  last_access_time      bigint   NOT NULL,
  max_inactive_interval int      NOT NULL,
  expiry_time           bigint   NOT NULL,
  principal_name        varchar(100)
);
CREATE INDEX spring_session_expiry ON spring_session (expiry_time);
CREATE INDEX spring_session_principal ON spring_session (principal_name);

CREATE TABLE spring_session_attributes (
  session_primary_id char(36)     NOT NULL REFERENCES spring_session ON DELETE CASCADE,
  attribute_name     varchar(200) NOT NULL,
  attribute_bytes    bytea        NOT NULL,
  PRIMARY KEY (session_primary_id, attribute_name)
);

CREATE TABLE oauth2_registered_client (
  id                            varchar(100)  PRIMARY KEY,
  client_id                     varchar(100)  NOT NULL UNIQUE,
  client_id_issued_at           timestamptz   NOT NULL DEFAULT current_timestamp,
  client_secret                 varchar(200),
  client_secret_expires_at      timestamptz,
  client_name                   varchar(200)  NOT NULL,
  client_authentication_methods varchar(1000) NOT NULL,
  authorization_grant_types     varchar(1000) NOT NULL,
  redirect_uris                 varchar(1000),
  post_logout_redirect_uris     varchar(1000),
  scopes                        varchar(1000) NOT NULL,
  client_settings               varchar(2000) NOT NULL,
  token_settings                varchar(2000) NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON spring_session, spring_session_attributes, oauth2_registered_client
  TO ${applicationRole};
