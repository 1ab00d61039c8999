-- The runtime role owns nothing and cannot bypass row security. Set-up gives it a login and a password; here it only has to exist.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bafang_app') THEN
    CREATE ROLE bafang_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
END $$;

-- The scope of the running transaction; NULL outside one, and NULL equals nothing, so a query without a scope returns no row.
CREATE FUNCTION app_institution() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.institution', true), '') $$;
CREATE FUNCTION app_user() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.user', true), '') $$;
