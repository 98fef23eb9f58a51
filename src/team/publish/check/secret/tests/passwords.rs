//! Passwords that people make up, and where they leave them.

use super::{Lot, blocks};

/// What a password may look like.
const VALUES: &[&str] = &["{p12}9aA", "{p16}", "{a16}", "Winter{d4}!x", "{a8}-{a8}7q", "K{l9}7#{L3}", "{l14}8"];

/// `{s}` is the password.
const FORMS: &[&str] = &[
    "password: {s}",
    "Password = \"{s}\"",
    "DB_PASSWORD={s}",
    "export PGPASSWORD='{s}'",
    "\"password\": \"{s}\",",
    "<password>{s}</password>",
    "<add key=\"ClearTextPassword\" value=\"{s}\" />",
    "<property name=\"hibernate.connection.password\">{s}</property>",
    "spring.datasource.password={s}",
    "const password: string = '{s}';",
    "def connect(password: str = \"{s}\"):",
    "The password is {s}",
    "The password of the new box is `{s}`.",
    "password for root: {s}",
    "Password is: **{s}**",
    "- Passwort: {s}",
    "Das Kennwort lautet {s}",
    "la contraseña es {s}",
    "Contraseña: {s}",
    "Mot de passe : {s}",
    "Senha: {s}",
    "пароль: {s}",
    "Пароль — {s}",
    "密码：{s}",
    "密码是：{s}",
    "パスワード：{s}",
    "비밀번호: {s}",
    "كلمة السر: {s}",
    "पासवर्ड: {s}",
    "kata sandi: {s}",
    "şifre: {s}",
    "mật khẩu: {s}",
    "hasło: {s}",
    "wachtwoord: {s}",
    "CREATE USER app IDENTIFIED BY '{s}';",
    "ALTER USER app WITH PASSWORD '{s}';",
    "CREATE LOGIN app WITH PASSWORD = '{s}'",
    "Server=db.acme.org;Database=app;User Id=sa;Password={s};Encrypt=true",
    "psql \"host=db.acme.org user=app password={s}\"",
    "machine git.acme.org\n  login ada\n  password {s}\n",
    "machine git.acme.org login ada password {s}",
    "requirepass {s}\n",
    "| user | password |\n|---|---|\n| ada | {s} |\n",
    "| password | {s} |",
    "<td>Password</td><td>{s}</td>",
    "user,password\nada,{s}\n",
    "## Password\n\n    {s}\n",
    "Password:\n\n```\n{s}\n```\n",
    "password: >\n  {s}\n",
    "`{s}` is the password",
    "# {s} is the password",
    "pwd={s}&user=ada",
    "mysql_root_password: \"{s}\"",
    "ansible_ssh_pass={s}",
    "    curl -u admin:{s} https://grafana.acme.org/api/health",
    "curl --user \"admin:{s}\" https://grafana.acme.org/api/health",
    "curl -s -X POST \\\n  -u 'admin:{s}' \\\n  https://grafana.acme.org/",
    "    mysql -uroot -p{s} app",
    "mysqldump --user=root --password={s} app > app.sql",
    "sshpass -p {s} ssh deploy@build.acme.org",
    "sshpass -p'{s}' ssh deploy@build.acme.org",
    "redis-cli -h cache.acme.org -a {s} ping",
    "docker login -u ada -p {s} registry.acme.org",
    "podman login registry.acme.org --username ada --password {s}",
    "az login --service-principal -u app -p {s} --tenant acme",
    "oc login https://api.acme.org -u ada -p {s}",
    "smbclient //srv.acme.org/share -U ada%{s}",
    "ldapsearch -x -D cn=admin,dc=acme,dc=org -w {s} -b dc=acme,dc=org",
    "openssl pkcs12 -in key.p12 -passin pass:{s} -nodes",
    "unzip -P {s} archive.zip",
    "7z x -p{s} archive.7z",
    "net use \\\\srv\\share {s} /user:ada",
    "mongosh -u admin -p {s} --authenticationDatabase admin",
    "influx -username admin -password {s}",
    "htpasswd -bc /etc/nginx/.htpasswd ada {s}",
    "wget --user=ada --password='{s}' https://files.acme.org/x",
    "http -a ada:{s} https://api.acme.org/me",
    "keytool -list -keystore app.jks -storepass {s}",
    "sqlcmd -S db.acme.org -U sa -P {s}",
    "lftp -u ada,{s} sftp://files.acme.org",
    "xfreerdp /v:win.acme.org /u:ada /p:{s}",
    "ipmitool -H bmc.acme.org -U admin -P {s} power status",
    "mosquitto_pub -h mq.acme.org -u ada -P {s} -t x -m y",
    "wpa_passphrase Acme {s}",
    "nmcli dev wifi connect Acme password {s}",
    "gpg --batch --passphrase {s} -d x.gpg",
    "rclone config create acme sftp host files.acme.org user ada pass {s}",
    "`curl -u ada:{s} https://api.acme.org`",
    "https://deploy:{s}@git.acme.org/x.git",
    "git remote add origin https://deploy:{s}@git.acme.org/x.git",
    "[the box](https://deploy:{s}@git.acme.org/)",
    "<https://deploy:{s}@git.acme.org/>",
    "//deploy:{s}@git.acme.org/x",
    "deploy:{s}@git.acme.org",
    "deploy:{s}@git.acme.org:8443/x",
    "ssh://deploy:{s}@git.acme.org",
    "postgres://app:{s}@db7.acme.org:5432/app",
    "redis://:{s}@cache.acme.org:6379",
    "mongodb+srv://app:{s}@cluster0.acme.org/app",
    "https%3A%2F%2Fdeploy%3A{s}%40git.acme.org%2F",
    "https://deploy&#58;{s}&#64;git.acme.org/",
];

#[test]
fn passwords_are_found_where_people_leave_them() {
    let mut missed = Vec::new();
    let mut drawn = 0;
    for (number, form) in FORMS.iter().enumerate() {
        for (index, value) in VALUES.iter().enumerate() {
            let text = form.replace("{s}", &Lot::new((number * 31 + index + 1) as u64).draw(value));
            drawn += 1;
            missed.extend((!blocks(&text)).then_some(text));
        }
    }
    assert!(
        missed.len() * 100 <= drawn * 3,
        "{} of {drawn} missed, such as {:#?}",
        missed.len(),
        &missed[..missed.len().min(20)]
    );
}
