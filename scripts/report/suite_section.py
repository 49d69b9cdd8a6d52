"""The section about the suite: what each planner reaches of what is known, from the folder of `synergy-sim suite`."""

import html
import pathlib

import pandas as pd
import tables

COLUMNS = ["family", "planner", "solved_count", "instance_count", "best_count", "regret_geometric_mean_ratio", "regret_worst_ratio", "worst_instance",
           "throughput_ratio", "candidates_considered"]


def times_best(regret: float) -> str:
    ratio = 1 + regret
    return f"{ratio:.{3 if ratio < 1.1 else 2 if ratio < 10 else 1 if ratio < 100 else 0}f} times"


def sentence(score: pd.Series) -> str:
    """What one planner reaches over all families."""
    text = (f"<code>{html.escape(score['planner'])}</code> solves {score['solved_count']:.0f} of {score['instance_count']:.0f} instances, "
            f"{score['best_count']:.0f} as well as the best that is known")
    if pd.notna(score["regret_geometric_mean_ratio"]):
        text += f"; its plans come to {times_best(score['regret_geometric_mean_ratio'])} the best known value in the geometric mean"
    if pd.notna(score["regret_worst_ratio"]) and isinstance(score["worst_instance"], str):
        text += f", at worst {times_best(score['regret_worst_ratio'])} ({html.escape(score['worst_instance'])})"
    return text


def section(results: pathlib.Path) -> str:
    file = results / "suite" / "scorecard.csv"
    if not file.is_file():
        return "<p>suite/scorecard.csv is not there: <code>synergy-sim suite --quick --out DIR/suite</code> writes it.</p>"
    scores = pd.read_csv(file)
    names = scores["family"].unique()
    total = scores[scores["family"] == ("all" if "all" in names else names[0])]
    total = total.sort_values(["solved_count", "regret_geometric_mean_ratio"], ascending=[False, True], kind="stable")
    said = [row for _, row in total.iterrows() if row["planner"] == "synergy"]
    best = total.iloc[0]
    if best["planner"] != "synergy":
        said.append(best)
    text = (f"<p>Frozen scenarios with the best plan that is known of each. {'. '.join(sentence(row) for row in said)}. Values are by each "
            "instance's objective, smaller is better; solved: an answer of the best kind that is known, a plan or that there is none.</p>")
    shown = [column for column in COLUMNS if column in scores]
    return (text + tables.sortable(total[shown], "All planners over all families, best first.")
            + tables.sortable(scores[shown], "Every family."))
