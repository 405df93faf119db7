# Completion of ketalog for bash, made by `make shell`. No word of an entry is ever shown.

#CORE#

_ketalog() {
  local typed=${COMP_WORDS[COMP_CWORD]} current line word is_quoted=
  local -a lines=() words=() before=("${COMP_WORDS[@]:1:COMP_CWORD-1}")
  # Of --option=value the value is completed. bash 3.2, which macOS has, hands over both in one.
  case $typed in
  --*=*) before+=("${typed%%=*}") typed=${typed#*=} ;;
  =) typed= ;;
  esac
  current=${typed#[\"\']}
  [[ $current == "$typed" ]] || is_quoted=yes # what closes the quote is bash's to type
  current=${current//\\/}
  while IFS= read -r line; do
    word=${line%%  *}
    if [[ $word == @files ]]; then
      compopt -o filenames 2>/dev/null && is_quoted=yes # by bash; 3.2 has no compopt
      while IFS= read -r word; do words+=("$word") lines+=("$word"); done \
        < <(compgen -f -- "$current")
    elif [[ $word == "$current"* ]]; then
      words+=("$word") lines+=("$line")
    fi
  done < <(_ketalog_next "$current" "${before[@]}")
  COMPREPLY=("${words[@]}")
  if [[ ${#words[@]} -gt 1 && ${lines[0]} == [0-9]*,* ]]; then
    COMPREPLY=("${lines[@]}") # a number alone says nothing
    compopt -o nosort 2>/dev/null # from 4.4 on
  elif [[ -z $is_quoted ]]; then
    for line in "${!words[@]}"; do COMPREPLY[line]=$(printf %q "${words[line]}"); done
  fi
}

complete -F _ketalog ketalog
