#compdef ketalog
# Completion of ketalog for zsh, made by `make shell`. No word of an entry is ever shown.

#CORE#

_ketalog() {
  local line word
  local -a found before=("${(@Q)words[2,CURRENT-1]}")
  if [[ $PREFIX == --*=* ]]; then # of --option=value the value is completed
    before+=("${PREFIX%%=*}")
    compset -P 1 '*='
  fi
  for line in "${(@f)$(_ketalog_next "${(Q)PREFIX}" "${(@)before}")}"; do
    word=${line%%  *}
    if [[ $word == @files ]]; then
      _files
    elif [[ -n $word ]]; then
      [[ $line == *'  '* ]] && line="${word//:/\\:}:${line#*  }" || line=${word//:/\\:}
      found+=("$line")
    fi
  done
  _describe -V -t values 'ketalog' found
}

if [[ ${funcstack[1]} == _ketalog ]]; then
  _ketalog "$@"
else
  compdef _ketalog ketalog
fi
