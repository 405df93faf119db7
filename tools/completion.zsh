#compdef ketalog
# Completion of ketalog for zsh, made by `make shell`. No word of an entry is ever shown.

#CORE#

_ketalog() {
  local line word about
  local -i width=0
  local -a found texts shown before=("${(@Q)words[2,CURRENT-1]}")
  if [[ $PREFIX == --*=* ]]; then # of --option=value the value is completed
    before+=("${PREFIX%%=*}")
    compset -P 1 '*='
  fi
  for line in "${(@f)$(_ketalog_next "${(Q)PREFIX}" "${(@)before}")}"; do
    word=${line%%  *}
    if [[ $word == @files ]]; then
      _files
    elif [[ -n $word ]]; then
      found+=("$word")
      [[ $line == *'  '* ]] && texts+=("${line#*  }") || texts+=("")
      (( width = ${#word} > width ? ${#word} : width ))
    fi
  done
  # In the order in which they came, the newest entry first: _describe would sort them.
  if [[ -z "${(j::)texts}" ]]; then
    compadd -V ketalog -a found
  else
    for word about in "${(@)found:^texts}"; do
      shown+=("${(r:width:)word}  $about")
    done
    compadd -V ketalog -l -d shown -a found
  fi
}

if [[ ${funcstack[1]} == _ketalog ]]; then
  _ketalog "$@"
else
  compdef _ketalog ketalog
fi
