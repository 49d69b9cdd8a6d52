"""What inferring draws on each network: how far one power for all is off, and how far one in proportion to other chips would be."""
import published


def left_out(own, others):
    """{network: (error of the mean of the other networks, error of the same in the proportion that other chips have)}."""
    found = {}
    for network, (_, _, watts) in own.items():
        rest = [n for n in own if n != network]
        mean = sum(own[n][2] for n in rest) / len(rest)
        shares = [chip[network][2] / (sum(chip[n][2] for n in rest) / len(rest)) for chip in others]
        found[network] = (mean / watts - 1, mean * sum(shares) / len(shares) / watts - 1)
    return found


def table(fitted):
    """Of the systems that profiles are made of."""
    powers = {system["name"]: published.energies(system["rows"]) for system in fitted}
    text = "| profile | " + " | ".join(f"{n}, mW" for n in published.NETWORKS) + " | one power for all | in proportion |\n"
    text += "|---|" + "---|" * (len(published.NETWORKS) + 2) + "\n"
    for name, own in powers.items():
        # A chip without one of the networks says nothing about proportions to it.
        others = [chip for other, chip in powers.items() if other != name and all(n in chip for n in own)]
        errors = left_out(own, others)
        cells = [f"{own[n][2] * 1e3:.2f}" if n in own else "" for n in published.NETWORKS]
        means = [sum(abs(e[i]) for e in errors.values()) / len(errors) for i in (0, 1)] if others else [float("nan")] * 2
        text += f"| {name} | " + " | ".join(cells) + f" | {means[0]:.1%} | {means[1]:.1%} |\n"
    return text
