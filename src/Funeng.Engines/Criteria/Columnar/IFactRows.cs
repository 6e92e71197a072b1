using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>The facts of many subjects on one application date, as the engine reads them: by column where they are stored so, else by row.</summary>
public interface IFactRows
{
    /// <summary>The catalogue of the facts.</summary>
    FactCatalogue Catalogue { get; }

    /// <summary>The application date.</summary>
    DateOnly On { get; }

    /// <summary>Number of subjects.</summary>
    int Rows { get; }

    /// <summary>The stored values that <see cref="FactView.Find"/> would find for every row.</summary>
    /// <param name="definition">A fact: filed, a view, or one that reviewers file.</param>
    /// <returns>The values; <see cref="FactValues.None"/> when nobody filed it; null when it has to be found row by row.</returns>
    FactValues? Find(FactDefinition definition);

    /// <summary>The facts of one row for the scalar evaluator, which decides what the plan does not hold.</summary>
    /// <param name="row">Row, counted from 0.</param>
    /// <returns>A view on <see cref="On"/>.</returns>
    FactView View(int row);
}
