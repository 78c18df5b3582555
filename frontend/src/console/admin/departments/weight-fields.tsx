import { useId } from 'react'
import type { Weights } from '../../../../../functions/contracts/department.ts'
import { Field } from '../../../design/field.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import admin from '../admin.module.css'
import styles from './department-fields.module.css'
import { addsUp, exampleScore } from './department-form.ts'

const weightNames = ['skill', 'availability', 'performance'] as const

/** The three weights of the score, with one agent's score as a live example. */
export const WeightFields = ({ weights, onChange }: WeightFieldsProps) => {
  const { format } = useWords()
  const { departments: text } = useAdminText()
  const id = useId()
  const isWhole = addsUp(weights)
  return (
    <div className={`${admin.full} ${admin.stack}`}>
      <div className={styles.four}>
        {weightNames.map((name) => (
          <Field key={name} label={text.weights[name]}>
            {(control) => (
              <input
                {...control}
                type="number"
                min={0}
                max={1}
                step="any"
                aria-invalid={isWhole ? undefined : true}
                aria-describedby={id}
                value={weights[name]}
                onChange={({ target }) => onChange({ ...weights, [name]: Number(target.value) })}
              />
            )}
          </Field>
        ))}
      </div>
      <p className={styles.example} id={id} role="status">
        {isWhole ? text.example(format.hundredths(exampleScore(weights))) : text.weightsSum}
      </p>
    </div>
  )
}

interface WeightFieldsProps {
  readonly weights: Weights
  readonly onChange: (weights: Weights) => void
}
