# What can stand in a place: a word a line, and what it is behind two spaces.
_ketalog_words() {
  case $1 in
#WORDS#
  *' --journal') printf '%s\n' '@files' ;;
  *) return 1 ;;
  esac
}

# What can stand behind the words "$2" and on; $1 is what is typed of the next one.
_ketalog_next() {
  local current=$1 command='' first='' taker='' journal='' word line
  shift
  for word in "$@"; do
    if [ "$word" = = ]; then : # bash cuts --option=value in three
    elif [ -n "$taker" ]; then
      [ "$taker" = --journal ] && journal=$word
      taker=''
    else
      case $word in
#TAKERS#
      --journal=*) journal=${word#*=} ;;
      -*) ;;
      *)
        if [ -z "$command" ]; then command=$word
        elif [ -z "$first" ]; then first=$word
        fi ;;
      esac
    fi
  done
  case $command in
#ALSO#
  esac
  if [ -n "$taker" ]; then
    _ketalog_words "$command $taker"
  else
    case $current in
    -*)
      _ketalog_words ' -'
      [ -z "$command" ] || _ketalog_words "$command -" ;;
    *)
      if [ -z "$first" ]; then _ketalog_words "$command :first"
      else _ketalog_words "$command $first" || _ketalog_words "$command :later"
      fi ;;
    esac
  fi | while IFS= read -r line; do
    case $line in
    @entries|@doses)
      KETALOG_JOURNAL=${journal:-${KETALOG_JOURNAL-}} command ketalog completion "${line#@}" \
        2>/dev/null ;;
    @formats)
      word=$current line=${current##*/}
      case $line in
      *.*) word=${word%.*} ;;
      *) case summary in "$line"*) word=${word%"$line"}summary ;; esac ;;
      esac
      for line in \
#FORMATS#
      do printf '%s\n' "$word$line"; done ;;
    *) printf '%s\n' "$line" ;;
    esac
  done
}
