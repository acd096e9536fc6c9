#!/bin/sh
# Makes the secrets of a new installation in deploy/secrets/. What is there already stays as it is.
set -eu

directory="$(dirname "$0")/secrets"
mkdir -p "$directory"
# Nobody else may look in; inside, the files are readable for the users of the containers.
chmod 700 "$directory"

write() {
    if [ -s "$directory/$1" ]; then
        echo "kept:    $1"
        return
    fi
    printf '%s\n' "$2" > "$directory/$1"
    chmod 444 "$directory/$1"
    echo "written: $1"
}

random() {
    od -An -N 36 -tx1 /dev/urandom | tr -d ' \n'
}

write postgres_password "$(random)"
write database_url "postgresql://portal:$(cat "$directory/postgres_password")@database:5432/portal"
write secret_key "$(random)"
write mail_token_key "$(random)"
write email_url "smtp+tls://USER:PASSWORD@mail.example.org:587"
echo "Now put the address of your mail server into $directory/email_url (chmod u+w first),"
echo "and keep a copy of this directory in a safe place: without mail_token_key,"
echo "unsubscribe links in old mails stop working."
