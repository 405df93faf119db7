# Completion of ketalog for fish, made by `make shell`. No word of an entry is ever shown.

# What can stand in a place: a word a line, and what it is behind two spaces.
function __ketalog_words
    switch "$argv[1]"
#WORDS#
        case '* --journal'
            printf '%s\n' @files
        case '*'
            return 1
    end
end

# What can stand where the cursor is.
function __ketalog_next
    set -l current (string unescape -- (commandline -ct))
    set -l command
    set -l first
    set -l taker
    set -l journal
    for word in (commandline -opc)[2..-1]
        if test -n "$taker"
            test "$taker" = --journal; and set journal $word
            set taker
        else
            switch $word
#TAKERS#
                    set taker $word
                case '--journal=*'
                    set journal (string sub -s 11 -- $word)
                case '-*'
                case '*'
                    if test -z "$command"
                        set command $word
                    else if test -z "$first"
                        set first $word
                    end
            end
        end
    end
    switch "$command"
#ALSO#
    end
    set -l option (string match -r -- '^--[^=]*=' $current) # of --option=value, the value
    if test -n "$option"
        set taker (string trim -r -c = -- $option)
        set current (string replace -- $option '' $current)
    end
    set -l lines
    if test -n "$taker"
        set lines (__ketalog_words "$command $taker")
    else if string match -q -- '-*' $current
        set lines (__ketalog_words ' -')
        test -n "$command"; and set -a lines (__ketalog_words "$command -")
    else if test -z "$first"
        set lines (__ketalog_words "$command :first")
    else
        set lines (__ketalog_words "$command $first"; or __ketalog_words "$command :later")
    end
    for line in $lines
        switch $line
            case @files
                __fish_complete_path $current
            case @entries @doses
                set -q journal[1]; and set -lx KETALOG_JOURNAL $journal
                command ketalog completion (string sub -s 2 $line) 2>/dev/null | string replace '  ' \t
            case @formats
                set -l name (string replace -r '\.[^./]*$' '' -- $current)
                set -l begun (string replace -r '^.*/' '' -- $current)
                if test "$begun" = (string sub -l (string length -- "$begun") -- summary)
                    set name (string replace -r '[^/]*$' '' -- $name)summary
                end
                string replace '  ' \t -- $name(printf '%s\n' \
#FORMATS#
                )
            case '*'
                string replace '  ' \t -- $line
        end
    end | string replace -r '^' -- "$option"
end

complete -c ketalog -f -k -a '(__ketalog_next)'
