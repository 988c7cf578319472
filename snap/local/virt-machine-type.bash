
_virt_machine_type_completion() {
    local IFS=$'
'
    COMPREPLY=( $( env COMP_WORDS="${COMP_WORDS[*]}" \
                   COMP_CWORD=$COMP_CWORD \
                   _VIRT_MACHINE_TYPE_COMPLETE=complete_bash $1 ) )
    return 0
}

complete -o default -F _virt_machine_type_completion virt-machine-type

